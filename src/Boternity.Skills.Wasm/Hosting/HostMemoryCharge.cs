namespace Boternity.Skills.Wasm.Hosting;

/// <summary>
/// What one thing of a guest's holds of the host's memory. Whoever makes the thing charges first, and releases it when
/// nothing reaches the thing any more.
/// </summary>
internal sealed class HostMemoryCharge(HostMemory memory)
{
    private long _bytes;

    /// <summary>The bytes that are charged.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Charges more bytes.</summary>
    /// <exception cref="WasmTrapException">The run's memory limit does not allow it.</exception>
    public void Add(long bytes)
    {
        memory.Charge(bytes);
        Interlocked.Add(ref _bytes, bytes);
    }

    /// <summary>Gives some of the bytes back.</summary>
    public void Remove(long bytes)
    {
        Interlocked.Add(ref _bytes, -bytes);
        memory.Release(bytes);
    }

    /// <summary>Gives all bytes back. Any thread may call it, and more than once.</summary>
    public void ReleaseAll() => memory.Release(Interlocked.Exchange(ref _bytes, 0));
}
