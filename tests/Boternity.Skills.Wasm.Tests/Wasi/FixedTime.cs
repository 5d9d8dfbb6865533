namespace Boternity.Skills.Wasm.Tests.Wasi;

/// <summary>Clocks that stand still until a test moves them.</summary>
internal sealed class FixedTime : TimeProvider
{
    private long _ticks = 5_000_000;

    public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch.AddSeconds(1_000_000).AddTicks(7);

    public override long TimestampFrequency => 1_000_000;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => Now;

    public void Advance(long microseconds) => Interlocked.Add(ref _ticks, microseconds);
}
