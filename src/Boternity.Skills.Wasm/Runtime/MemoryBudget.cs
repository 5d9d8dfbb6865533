namespace Boternity.Skills.Wasm.Runtime;

/// <summary>What a store's guests hold of the host's memory, and the most that they may.</summary>
internal sealed class MemoryBudget(long limit)
{
    /// <summary>
    /// What the host's heap may hold for a store's guests beside memories and tables without a charge, in bytes: every
    /// run has some, and a module whose memory is exactly as large as the limit must still run.
    /// </summary>
    public const int FreeHostBytes = 64 << 10;

    private long _hostBytes;

    /// <summary>Bytes held now.</summary>
    public long Held { get; private set; }

    /// <summary>The most bytes ever held.</summary>
    public long Peak { get; private set; }

    /// <summary>Takes bytes from the budget, or answers false.</summary>
    public bool TryReserve(long bytes)
    {
        if (bytes > limit - Held)
        {
            return false;
        }

        Held += bytes;
        Peak = Math.Max(Peak, Held);
        return true;
    }

    public void Unreserve(long bytes) => Held -= bytes;

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
