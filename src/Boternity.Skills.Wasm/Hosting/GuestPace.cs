using System.Diagnostics;

namespace Boternity.Skills.Wasm.Hosting;

/// <summary>
/// Whether the runs of one program are over in a moment. Whoever starts a short one waits for it on the spot: giving
/// the thread back and getting another takes longer than the run. It is a guess from the run before.
/// </summary>
internal sealed class GuestPace
{
    private static readonly long ShortTicks = Stopwatch.Frequency * 40 / 1_000_000;

    private long _lastTicks = long.MaxValue;

    /// <summary>Whether the last run was short. False before the first.</summary>
    public bool IsShort => Volatile.Read(ref _lastTicks) <= ShortTicks;

    /// <summary>Records how long a run took.</summary>
    /// <param name="ticks">In ticks of <see cref="Stopwatch"/>.</param>
    public void Record(long ticks) => Volatile.Write(ref _lastTicks, ticks);
}
