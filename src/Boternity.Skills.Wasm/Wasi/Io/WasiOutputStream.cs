namespace Boternity.Skills.Wasm.Wasi;

/// <summary><c>wasi:io/streams</c>' output-stream. What is written is taken at once: no host's sink of ours makes a guest wait.</summary>
internal abstract class WasiOutputStream : IDisposable
{
    /// <summary>What one write may bring.</summary>
    public const int MaxWrite = 64 << 10;

    /// <summary>Whether the other end is gone.</summary>
    public virtual bool IsClosed => false;

    /// <exception cref="WasiStreamException">Writing failed.</exception>
    public abstract void Write(ReadOnlySpan<byte> bytes);

    /// <exception cref="WasiStreamException">Writing failed.</exception>
    public virtual void Flush()
    {
    }

    public virtual void Dispose()
    {
    }
}
