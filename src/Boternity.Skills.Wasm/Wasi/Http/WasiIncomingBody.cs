using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Wasi.Io;

namespace Boternity.Skills.Wasm.Wasi.Http;

/// <summary>
/// <c>wasi:http/types.incoming-body</c>. Its stream reads from it, and is at its end once the body was dropped.
/// </summary>
internal sealed class WasiIncomingBody(Guest guest, WasiExchange exchange) : HostObject(guest, Bytes + BufferBytes)
{
    private const int BufferBytes = 16 << 10;
    private const long Bytes = 192;

    private byte[] _buffer = new byte[BufferBytes];
    private Task<int>? _reading;
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>Whether the stream was already taken.</summary>
    public bool IsTaken { get; set; }

    /// <summary>As <see cref="WasiInputStream.Read"/>.</summary>
    public int Read(Span<byte> buffer)
    {
        if (_start == _end && !_isAtEnd)
        {
            Receive();
        }

        if (_start == _end)
        {
            return _isAtEnd ? -1 : 0;
        }

        int count = Math.Min(buffer.Length, _end - _start);
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    public WasiPollable Subscribe()
    {
        if (_start < _end || _isAtEnd)
        {
            return new WasiPollable(Guest);
        }

        _reading ??= BeginRead();
        return new WasiTaskPollable(Guest, _reading);
    }

    /// <summary>Ends the body; dropping the stream alone does not.</summary>
    public override void Dispose()
    {
        _isAtEnd = true;
        _start = _end;
        _buffer = [];
        exchange.Dispose();
        base.Dispose();
    }

    private Task<int> BeginRead() => exchange.Response!.ReadAsync(_buffer).AsTask();

    private void Receive()
    {
        _reading ??= BeginRead();
        if (!_reading.IsCompleted)
        {
            return;
        }

        try
        {
            (_start, _end) = (0, _reading.GetAwaiter().GetResult());
            _isAtEnd = _end == 0;
        }
        catch (GuestHttpException e)
        {
            _isAtEnd = true;
            throw new WasiStreamException(new WasiError(Guest, e));
        }
        finally
        {
            _reading = null;
        }
    }
}
