namespace Boternity.Skills.Wasm.Guests;

/// <summary>
/// Memory that all runs of a host share, beside the limit that each has. An engine takes from it before it allocates
/// for a guest, and gives back when the run no longer holds it. Safe for concurrent use.
/// </summary>
public sealed class GuestMemoryBudget
{
    private long _held;

    /// <summary>Creates a budget.</summary>
    /// <param name="maxBytes">The most bytes that all runs hold together.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxBytes"/> is not greater than zero.</exception>
    public GuestMemoryBudget(long maxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBytes);
        MaxBytes = maxBytes;
    }

    /// <summary>Gets the most bytes that all runs hold together.</summary>
    public long MaxBytes { get; }

    /// <summary>Gets the bytes that are held now.</summary>
    public long HeldBytes => Interlocked.Read(ref _held);

    /// <summary>Takes bytes, or answers false where they are not there.</summary>
    public bool TryTake(long bytes)
    {
        long held = Interlocked.Read(ref _held);
        while (bytes <= MaxBytes - held)
        {
            long seen = Interlocked.CompareExchange(ref _held, held + bytes, held);
            if (seen == held)
            {
                return true;
            }

            held = seen;
        }

        return false;
    }

    /// <summary>Gives bytes back.</summary>
    public void Return(long bytes) => Interlocked.Add(ref _held, -bytes);
}
