namespace Boternity.Skills.Wasmtime.Memory;

/// <summary>
/// Address spaces for linear memories. Those that were used are kept, cleared: to map and unmap four gigabytes for each
/// run costs more than most runs. Safe for concurrent use.
/// </summary>
/// <param name="size">The bytes of each.</param>
/// <param name="maxKept">How many are kept at most.</param>
/// <param name="maxResidentBytes">What those that are kept may hold of the host's memory, all together.</param>
internal sealed class AddressSpacePool(ulong size, int maxKept, long maxResidentBytes) : IDisposable
{
    /// <summary>
    /// The most of one memory that stays: to clear more takes longer than the faults of what a run uses of it.
    /// </summary>
    private const long MaxResidentOfOne = 2L << 20;

    /// <summary>The most of a memory with an image that stays: of those, only what was written to is cleared.</summary>
    private const long MaxWrittenOfOne = 16L << 20;

    private readonly Lock _lock = new();
    private readonly List<GuestAddressSpace> _kept = [];
    private long _residentBytes;
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

    /// <summary>What those that wait hold of the host's memory, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            lock (_lock)
            {
                return _residentBytes;
            }
        }
    }

    /// <summary>
    /// An address space of zeros, or one where the image is mapped already; null where the system gives none.
    /// </summary>
    public GuestAddressSpace? TryRent(GuestMemoryImage? image = null)
    {
        lock (_lock)
        {
            // The last one that was used is the one whose pages the processor still knows.
            int found = _kept.FindLastIndex(space => space.Image == image);
            if (found >= 0)
            {
                GuestAddressSpace kept = _kept[found];
                _kept.RemoveAt(found);
                _residentBytes -= (long)kept.ResidentBytes;
                return kept;
            }
        }

        return Reserve() ?? ReserveInPlaceOfKept();
    }

    /// <summary>Takes an address space back.</summary>
    public void Return(GuestAddressSpace space)
    {
        long allowed = TakeResident(
            Math.Min((long)space.Committed, space.Image is null ? MaxResidentOfOne : MaxWrittenOfOne));
        GuestAddressSpace? tooMany = null;
        if (!space.TryClear((nuint)allowed))
        {
            lock (_lock)
            {
                _residentBytes -= allowed;
            }

            space.Dispose();
            return;
        }

        lock (_lock)
        {
            _residentBytes -= allowed - (long)space.ResidentBytes;
            bool isOfNoUse = _disposed || space.Image is { IsForgotten: true };
            _kept.Insert(isOfNoUse ? 0 : _kept.Count, space);
            if (isOfNoUse || _kept.Count > maxKept)
            {
                tooMany = _kept[0];
                _kept.RemoveAt(0);
                _residentBytes -= (long)tooMany.ResidentBytes;
            }
        }

        tooMany?.Dispose();
    }

    /// <summary>Lets go of the spaces where an image is mapped: nobody begins with it any more.</summary>
    public void Forget(GuestMemoryImage image)
    {
        List<GuestAddressSpace> forgotten;
        lock (_lock)
        {
            image.IsForgotten = true;
            forgotten = _kept.FindAll(space => space.Image == image);
            _kept.RemoveAll(space => space.Image == image);
        }

        forgotten.ForEach(static space => space.Dispose());
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            Clear();
        }
    }

    private GuestAddressSpace? Reserve() => GuestAddressSpace.TryReserve(checked((nuint)size));

    // What waits for a run may be all that there is.
    private GuestAddressSpace? ReserveInPlaceOfKept()
    {
        lock (_lock)
        {
            Clear();
        }

        return Reserve();
    }

    private void Clear()
    {
        _kept.ForEach(static space => space.Dispose());
        _kept.Clear();
        _residentBytes = 0;
    }

    private long TakeResident(long wanted)
    {
        lock (_lock)
        {
            long given = _residentBytes + wanted <= maxResidentBytes ? wanted : 0;
            _residentBytes += given;
            return given;
        }
    }
}
