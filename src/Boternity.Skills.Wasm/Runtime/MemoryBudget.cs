using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>Which limit refused memory.</summary>
internal enum MemoryRefusal
{
    None,

    /// <summary>The store's own.</summary>
    Limit,

    /// <summary>That which all stores share.</summary>
    Shared,
}

/// <summary>What a store's guests hold of the host's memory, and the most that they may.</summary>
internal sealed class MemoryBudget(long limit, GuestMemoryBudget? shared = null)
{
    /// <summary>
    /// What the host's heap may hold for a store's guests beside memories and tables without a charge, in bytes: every
    /// run has some, and a module whose memory is exactly as large as the limit must still run.
    /// </summary>
    public const int FreeHostBytes = 64 << 10;

    private long _hostBytes;

    /// <summary>Bytes held now.</summary>
    public long Held { get; private set; }

    /// <summary>Which limit refused bytes, the last time that one did; none where all was given.</summary>
    public MemoryRefusal Refusal { get; private set; }

    /// <summary>The most bytes ever held.</summary>
    public long Peak { get; private set; }

    /// <summary>Takes bytes from the budget, or answers false.</summary>
    public bool TryReserve(long bytes)
    {
        if (bytes > limit - Held)
        {
            Refusal = MemoryRefusal.Limit;
            return false;
        }

        if (shared is not null && !shared.TryTake(bytes))
        {
            Refusal = MemoryRefusal.Shared;
            return false;
        }

        Held += bytes;
        Peak = Math.Max(Peak, Held);
        return true;
    }

    /// <summary>Notes that what all share has no memory left for the program's code.</summary>
    public void RefuseShared() => Refusal = MemoryRefusal.Shared;

    public void Unreserve(long bytes)
    {
        Held -= bytes;
        shared?.Return(bytes);
    }

    /// <summary>Gives all back that others share: the store goes.</summary>
    public void ReturnShared()
    {
        shared?.Return(Held);
        Held = 0;
    }

    /// <summary>
    /// Takes bytes for what the host's heap holds for the guests beside memories and tables, or answers false.
    /// </summary>
    public bool TryReserveHost(long bytes)
    {
        long before = ChargedHostBytes;
        _hostBytes += bytes;
        if (TryReserve(ChargedHostBytes - before))
        {
            return true;
        }

        _hostBytes -= bytes;
        return false;
    }

    public void UnreserveHost(long bytes)
    {
        long before = ChargedHostBytes;
        _hostBytes -= bytes;
        Unreserve(before - ChargedHostBytes);
    }

    private long ChargedHostBytes => Math.Max(0, _hostBytes - FreeHostBytes);
}
