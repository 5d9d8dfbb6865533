using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Clocks;

/// <summary><c>wasi:clocks</c>.</summary>
internal static class WasiClocks
{
    private const string Monotonic = "wasi:clocks/monotonic-clock@0.2.0";
    private const string Wall = "wasi:clocks/wall-clock@0.2.0";
    private const string Timezone = "wasi:clocks/timezone@0.2.0";
    private const string DateTime = "record(u64, u32)";
    private const ulong NanosecondsPerSecond = 1_000_000_000;

    public static void Define(HostDefinitions definitions)
    {
        definitions.Function(
            Monotonic, "now", (guest, _) => ComponentValue.FromUnsigned(guest.Clock.Monotonic), "() -> u64");
        definitions.Function(
            Monotonic, "resolution", (
                guest, _) => ComponentValue.FromUnsigned(guest.Clock.MonotonicResolution), "() -> u64");
        definitions.Function(
            Monotonic, "subscribe-instant", (guest, a) => Subscribe(guest, a[0].AsU64()), "(u64) -> own<pollable>");
        definitions.Function(
            Monotonic,
            "subscribe-duration",
            (guest, a) => Subscribe(guest, AddSaturating(guest.Clock.Monotonic, a[0].AsU64())),
            "(u64) -> own<pollable>");
        definitions.Function(Wall, "now", (guest, _) => ToDateTime(guest.Clock.Wall), $"() -> {DateTime}");
        definitions.Function(
            Wall, "resolution", (guest, _) => ToDateTime(guest.Clock.WallResolution), $"() -> {DateTime}");

        // Where the host stands is not told: every run is in UTC.
        definitions.Function(
            Timezone,
            "display",
            (_, _) => ComponentValue.FromRecord(
                ComponentValue.FromSigned(0), ComponentValue.FromString("UTC"), ComponentValue.FromBool(false)),
            $"({DateTime}) -> record(s32, string, bool)");
        definitions.Function(Timezone, "utc-offset", (_, _) => ComponentValue.FromSigned(0), $"({DateTime}) -> s32");
    }

    /// <summary><c>wall-clock.datetime</c> of nanoseconds since 1970.</summary>
    public static ComponentValue ToDateTime(ulong unixNanoseconds)
    {
        (ulong seconds, ulong nanoseconds) = Math.DivRem(unixNanoseconds, NanosecondsPerSecond);
        return ComponentValue.FromRecord(
            ComponentValue.FromUnsigned(seconds), ComponentValue.FromUnsigned(nanoseconds));
    }

    public static ulong AddSaturating(ulong a, ulong b) => a + b < a ? ulong.MaxValue : a + b;

    private static ComponentValue Subscribe(Guest guest, ulong instant) =>
        ComponentValue.FromResource(new WasiClockPollable(guest, instant));
}
