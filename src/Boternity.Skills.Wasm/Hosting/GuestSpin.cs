using System.Diagnostics;

namespace Boternity.Skills.Wasm.Hosting;

/// <summary>
/// Waits for a moment without sleeping: sleeping and being woken takes longer than what is waited for.
/// </summary>
internal static class GuestSpin
{
    // Of which each takes some tens of nanoseconds.
    private const int RoundsBeforeYield = 20;

    private static readonly long MaxTicks = Stopwatch.Frequency * 40 / 1_000_000;

    /// <summary>Waits until it is so, 40 microseconds at most; at first without leaving the processor.</summary>
    /// <param name="waiter">What is waited for.</param>
    /// <returns>Whether it is so.</returns>
    public static bool Until<T>(T waiter)
        where T : IGuestSpinWaiter
    {
        for (int round = 0; round < RoundsBeforeYield && Environment.ProcessorCount > 1; round++)
        {
            if (waiter.IsOver)
            {
                return true;
            }

            Thread.SpinWait(8);
        }

        return YieldUntil(waiter);
    }

    /// <summary>
    /// Waits until it is so, 40 microseconds at most, and leaves the processor to whoever else wants it.
    /// </summary>
    /// <param name="waiter">What is waited for.</param>
    /// <returns>Whether it is so.</returns>
    public static bool YieldUntil<T>(T waiter)
        where T : IGuestSpinWaiter
    {
        long end = Stopwatch.GetTimestamp() + MaxTicks;
        while (!waiter.IsOver && Stopwatch.GetTimestamp() < end)
        {
            Thread.Yield();
        }

        return waiter.IsOver;
    }
}

/// <summary>What <see cref="GuestSpin"/> waits for.</summary>
internal interface IGuestSpinWaiter
{
    /// <summary>Whether there is nothing to wait for any more.</summary>
    bool IsOver { get; }
}
