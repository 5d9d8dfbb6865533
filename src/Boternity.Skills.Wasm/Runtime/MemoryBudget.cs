namespace Boternity.Skills.Wasm.Runtime;

/// <summary>What a store's guests hold of the host's memory, and the most that they may.</summary>
internal sealed class MemoryBudget(long limit)
{
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
}
