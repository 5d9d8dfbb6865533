namespace Boternity.Skills.Wasm.Hosting;

/// <summary>
/// Charges the host's memory that a guest's resources hold to the run's memory limit, before it is allocated. It is
/// given back when nothing can reach it; what is never given back counts to the end of the run.
/// </summary>
internal sealed class HostMemory(Guest guest)
{
    private long _released;

    /// <summary>The bytes that are charged now.</summary>
    public long Bytes { get; private set; }

    /// <summary>Charges bytes. Called on the guest's thread.</summary>
    /// <exception cref="WasmTrapException">The run's memory limit does not allow it.</exception>
    public void Charge(long bytes)
    {
        Settle();
        if (bytes == 0)
        {
            return;
        }

        if (!guest.TryReserve(bytes))
        {
            throw new WasmTrapException(TrapCode.HostMemoryExhausted);
        }

        Bytes += bytes;
    }

    /// <summary>Gives bytes back. Any thread may call it.</summary>
    public void Release(long bytes) => Interlocked.Add(ref _released, bytes);

    /// <summary>Takes account of what other threads gave back. Called on the guest's thread.</summary>
    public void Settle()
    {
        long released = Interlocked.Exchange(ref _released, 0);
        if (released != 0)
        {
            guest.Unreserve(released);
            Bytes -= released;
        }
    }
}
