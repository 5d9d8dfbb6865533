namespace Boternity.Skills.Wasm.Wasi;

/// <summary><c>wasi:http/types.incoming-body</c>, and the stream of its bytes.</summary>
internal sealed class WasiIncomingBody(WasiHttpResponse response) : WasiInputStream
{
    private readonly byte[] _buffer = new byte[16 << 10];
    private Task<int>? _reading;
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>Whether the stream was already taken.</summary>
    public bool IsTaken { get; set; }

    public override int Read(Span<byte> buffer)
    {
        if (_start == _end && !_isAtEnd) Receive();
        if (_start == _end) return _isAtEnd ? -1 : 0;
        int count = Math.Min(buffer.Length, _end - _start);
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    public override WasiPollable Subscribe()
    {
        if (_start < _end || _isAtEnd) return new WasiPollable();
        _reading ??= response.ReadAsync(_buffer).AsTask();
        return new WasiTaskPollable(_reading);
    }

    /// <summary>Ends the body; dropping the stream alone does not.</summary>
    public void Close()
    {
        _isAtEnd = true;
        _start = _end;
        response.Dispose();
    }

    private void Receive()
    {
        _reading ??= response.ReadAsync(_buffer).AsTask();
        if (!_reading.IsCompleted) return;
        try
        {
            (_start, _end) = (0, _reading.GetAwaiter().GetResult());
            _isAtEnd = _end == 0;
        }
        catch (WasiHttpException e)
        {
            _isAtEnd = true;
            throw new WasiStreamException(new WasiError(e.Message, Http: e));
        }
        finally
        {
            _reading = null;
        }
    }
}
