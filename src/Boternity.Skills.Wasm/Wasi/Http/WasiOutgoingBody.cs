namespace Boternity.Skills.Wasm.Wasi;

/// <summary><c>wasi:http/types.outgoing-body</c>: collected, and sent with the request when the guest finishes it.</summary>
internal sealed class WasiOutgoingBody(WasiContext wasi, int limit) : WasiOutputStream
{
    private readonly MemoryStream _bytes = new();
    private bool _isFinished;
    private long _held;

    /// <summary>Whether the stream was already taken.</summary>
    public bool IsTaken { get; set; }

    /// <summary>Called once, with the whole body, or null when the guest gave it up.</summary>
    public Action<ReadOnlyMemory<byte>?>? Finished { get; set; }

    public override bool IsClosed => _isFinished;

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        if (_bytes.Length + bytes.Length > limit)
        {
            var error = new WasiHttpException(WasiHttpErrorCode.RequestBodySize, $"the request's body is larger than {limit} bytes");
            throw new WasiStreamException(new WasiError(error.Message, Http: error));
        }

        _held += bytes.Length;
        wasi.Hold(bytes.Length);
        _bytes.Write(bytes);
    }

    public void Finish(bool isComplete)
    {
        if (_isFinished) return;
        _isFinished = true;
        IsComplete = isComplete;
        Finished?.Invoke(Content);
        if (!isComplete) Release();
    }

    /// <summary>Gives back what the bytes held: they were sent, or given up.</summary>
    public void Release() => wasi.Hold(-Interlocked.Exchange(ref _held, 0));

    public bool IsDone => _isFinished;

    public bool IsComplete { get; private set; }

    public ReadOnlyMemory<byte>? Content => IsComplete ? _bytes.ToArray() : null;
}
