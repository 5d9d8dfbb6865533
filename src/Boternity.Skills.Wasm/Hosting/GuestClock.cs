namespace Boternity.Skills.Wasm.Hosting;

/// <summary>
/// The clocks as one guest sees them: they begin with the run, and step as coarsely as the host wants.
/// </summary>
internal sealed class GuestClock
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long NanosecondsPerTick = 100;

    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly ulong _step;

    /// <param name="time">The host's clocks.</param>
    /// <param name="resolution">The step of both clocks, where it is coarser than their own.</param>
    public GuestClock(TimeProvider time, TimeSpan resolution)
    {
        _time = time;
        _start = time.GetTimestamp();
        _step = (ulong)Math.Max(1, resolution.Ticks * NanosecondsPerTick);
    }

    /// <summary>
    /// The monotonic clock, in nanoseconds from the run's start: how long the host is up is none of the guest's
    /// business.
    /// </summary>
    public ulong Monotonic => Coarsen(ToNanoseconds(_time.GetTimestamp() - _start, _time.TimestampFrequency));

    /// <summary>The step of the monotonic clock, in nanoseconds.</summary>
    public ulong MonotonicResolution =>
        Math.Max(_step, (ulong)Math.Max(1, NanosecondsPerSecond / _time.TimestampFrequency));

    /// <summary>The wall clock, in nanoseconds since 1970.</summary>
    public ulong Wall => Coarsen(ToUnixNanoseconds(_time.GetUtcNow()));

    /// <summary>The step of the wall clock, in nanoseconds.</summary>
    public ulong WallResolution => Math.Max(_step, NanosecondsPerTick);

    /// <summary>The wall clock as the host's type.</summary>
    public DateTimeOffset UtcNow => FromUnixNanoseconds(Wall);

    /// <summary>Nanoseconds since 1970; 0 before.</summary>
    public static ulong ToUnixNanoseconds(DateTimeOffset when) =>
        (ulong)Math.Max(0, (when - DateTimeOffset.UnixEpoch).Ticks) * NanosecondsPerTick;

    public static DateTimeOffset FromUnixNanoseconds(ulong nanoseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks((long)(nanoseconds / NanosecondsPerTick));

    /// <summary>A time of a file, in nanoseconds since 1970. It is the host's clock too, so it steps alike.</summary>
    public ulong OfFile(DateTimeOffset when) => Coarsen(ToUnixNanoseconds(when));

    private static ulong ToNanoseconds(long ticks, long frequency)
    {
        (long seconds, long rest) = Math.DivRem(ticks, frequency);
        return (ulong)((seconds * NanosecondsPerSecond) + (rest * NanosecondsPerSecond / frequency));
    }

    private ulong Coarsen(ulong nanoseconds) => nanoseconds - (nanoseconds % _step);
}
