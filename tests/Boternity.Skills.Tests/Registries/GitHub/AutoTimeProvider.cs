namespace Boternity.Skills.Tests.Registries.GitHub;

/// <summary>
/// A clock that jumps over waits of up to 15 seconds, and lets longer ones (the timeouts) never end. Remembers
/// the waits.
/// </summary>
internal sealed class AutoTimeProvider : TimeProvider
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _waits = [];
    private DateTimeOffset _now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_gate)
            {
                return [.. _waits];
            }
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;

    public void Advance(TimeSpan by) => _now += by;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < TimeSpan.Zero || dueTime > Longest)
        {
            return new Never();
        }

        lock (_gate)
        {
            _waits.Add(dueTime);
            _now += dueTime;
        }

        return TimeProvider.System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private sealed class Never : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
