using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasmtime.Memory;

/// <summary>A linear memory of a guest: its bytes are charged to the run's limit before they are there.</summary>
internal sealed unsafe class LinearMemory
{
    private readonly AddressSpacePool _pool;
    private readonly GuestAddressSpace _space;

    private LinearMemory(AddressSpacePool pool, GuestAddressSpace space, MemoryBudget budget, nuint capacity)
    {
        _pool = pool;
        _space = space;
        Budget = budget;
        Capacity = capacity;
    }

    public byte* Start => _space.Start;

    public nuint Length => _space.Committed;

    /// <summary>How far it can grow without moving; beyond it does not grow.</summary>
    public nuint Capacity { get; }

    /// <summary>The limit that it is charged to: that of the run that has it.</summary>
    public MemoryBudget Budget { get; set; }

    /// <summary>A memory of a size; null where the run's limit or the system does not allow it.</summary>
    /// <param name="pool">Where its address space comes from.</param>
    /// <param name="budget">What it is charged to.</param>
    /// <param name="length">Its bytes, all zero; of no meaning where there is an image.</param>
    /// <param name="capacity">How far it may grow.</param>
    /// <param name="image">What it begins with; null for zeros.</param>
    /// <param name="isRefusedBySystem">Whether it was not the limit but the system that did not allow it.</param>
    public static LinearMemory? TryCreate(
        AddressSpacePool pool,
        MemoryBudget budget,
        nuint length,
        nuint capacity,
        GuestMemoryImage? image,
        out bool isRefusedBySystem)
    {
        isRefusedBySystem = false;
        length = image?.Length ?? length;
        if (length > capacity || !budget.TryReserve((long)length))
        {
            return null;
        }

        if (pool.TryRent(image?.File is null ? null : image) is { } space)
        {
            if (image is null ? space.TryResize(length) : space.TryPut(image))
            {
                return new LinearMemory(pool, space, budget, capacity);
            }

            space.Dispose();
        }

        budget.Unreserve((long)length);
        isRefusedBySystem = true;
        return null;
    }

    /// <summary>Grows the memory; false where the run's limit or the system does not allow it.</summary>
    public bool TryGrow(nuint length)
    {
        if (length > Capacity || length < Length)
        {
            return false;
        }

        long added = (long)(length - Length);
        if (!Budget.TryReserve(added))
        {
            return false;
        }

        if (_space.TryResize(length))
        {
            return true;
        }

        Budget.Unreserve(added);
        return false;
    }

    /// <summary>Lets go of the bytes. The run that had them is over: its budget is settled as a whole.</summary>
    public void Release() => _pool.Return(_space);
}
