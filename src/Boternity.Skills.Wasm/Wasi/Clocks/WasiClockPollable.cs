namespace Boternity.Skills.Wasm.Wasi;

/// <summary>Ready from an instant of the monotonic clock on.</summary>
/// <param name="time">The clock.</param>
/// <param name="instant">Nanoseconds, as <c>monotonic-clock.now</c> counts them.</param>
internal sealed class WasiClockPollable(TimeProvider time, ulong instant) : WasiPollable
{
    public override bool IsReady => WasiClocks.GetMonotonic(time) >= instant;

    public override int GetWaitMilliseconds()
    {
        ulong now = WasiClocks.GetMonotonic(time);
        return now >= instant ? 0 : (int)Math.Min((instant - now) / 1_000_000, 1_000);
    }
}
