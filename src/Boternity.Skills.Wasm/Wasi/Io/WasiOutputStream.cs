using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Io;

/// <summary>
/// <c>wasi:io/streams</c>' output-stream. What is written is taken at once: no host's sink of ours makes a guest wait.
/// </summary>
internal abstract class WasiOutputStream(Guest guest) : HostObject(guest, Bytes)
{
    /// <summary>What one write may bring.</summary>
    public const int MaxWrite = 64 << 10;

    private const long Bytes = 96;

    /// <summary>Whether the other end is gone.</summary>
    public virtual bool IsClosed => false;

    /// <exception cref="WasiStreamException">Writing failed.</exception>
    public abstract void Write(ReadOnlySpan<byte> bytes);

    /// <summary>What waits until more can be written.</summary>
    public WasiPollable Subscribe() => new(Guest);
}
