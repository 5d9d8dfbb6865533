namespace Boternity.Skills.Wasmtime.Memory;

/// <summary>
/// Address spaces for linear memories. Those that were used are kept, cleared: to map and unmap four gigabytes for each
/// run costs more than most runs. Safe for concurrent use.
/// </summary>
/// <param name="size">The bytes of each.</param>
/// <param name="maxKept">How many are kept at most.</param>
internal sealed class AddressSpacePool(ulong size, int maxKept) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Stack<GuestAddressSpace> _kept = new();
    private bool _disposed;

    /// <summary>How many wait for their next use.</summary>
    public int KeptCount
    {
        get
        {
            lock (_lock)
            {
                return _kept.Count;
            }
        }
    }

    /// <summary>An address space of zeros; null where the system gives none.</summary>
    public GuestAddressSpace? TryRent()
    {
        lock (_lock)
        {
            if (_kept.TryPop(out GuestAddressSpace? kept))
            {
                return kept;
            }
        }

        return GuestAddressSpace.TryReserve(checked((nuint)size));
    }

    /// <summary>Takes an address space back.</summary>
    public void Return(GuestAddressSpace space)
    {
        if (space.TryClear())
        {
            lock (_lock)
            {
                if (!_disposed && _kept.Count < maxKept)
                {
                    _kept.Push(space);
                    return;
                }
            }
        }

        space.Dispose();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            while (_kept.TryPop(out GuestAddressSpace? space))
            {
                space.Dispose();
            }
        }
    }
}
