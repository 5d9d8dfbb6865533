namespace Boternity.Skills.Wasm.Wasi;

/// <summary>Ready from an instant of the monotonic clock on.</summary>
/// <param name="wasi">Whose clock.</param>
/// <param name="instant">Nanoseconds, as <c>monotonic-clock.now</c> counts them.</param>
internal sealed class WasiClockPollable(WasiContext wasi, ulong instant) : WasiPollable
{
    public override bool IsReady => wasi.Monotonic >= instant;

    public override int GetWaitMilliseconds()
    {
        ulong now = wasi.Monotonic;
        return now >= instant ? 0 : (int)Math.Min((instant - now) / 1_000_000, 1_000);
    }
}
