using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Wasi.Io;

namespace Boternity.Skills.Wasm.Wasi.Clocks;

/// <summary>Ready from an instant of the monotonic clock on.</summary>
/// <param name="guest">Whose clock.</param>
/// <param name="instant">Nanoseconds, as <c>monotonic-clock.now</c> counts them.</param>
internal sealed class WasiClockPollable(Guest guest, ulong instant) : WasiPollable(guest)
{
    public override bool IsReady => Guest.Clock.Monotonic >= instant;

    public override int GetWaitMilliseconds()
    {
        ulong now = Guest.Clock.Monotonic;
        return now >= instant ? 0 : (int)Math.Min((instant - now) / 1_000_000, 1_000);
    }
}
