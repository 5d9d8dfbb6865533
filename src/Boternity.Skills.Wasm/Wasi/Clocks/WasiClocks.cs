using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Wasi;

/// <summary><c>wasi:clocks</c>.</summary>
internal static class WasiClocks
{
    private const string Monotonic = "wasi:clocks/monotonic-clock@0.2.0";
    private const string Wall = "wasi:clocks/wall-clock@0.2.0";
    private const string Timezone = "wasi:clocks/timezone@0.2.0";
    private const long NanosecondsPerSecond = 1_000_000_000;
    
    /// <summary>What the wall clock can tell.</summary>
    public const int NanosecondsPerTick = 100;

    public static void Define(ComponentLinker linker)
    {
        linker.DefineFunction(Monotonic, "now", (c, _) => ComponentValue.FromUnsigned(c.GetState<IWasiState>().Wasi.Monotonic), "() -> u64");
        linker.DefineFunction(Monotonic, "resolution", (c, _) => ComponentValue.FromUnsigned((ulong)GetResolution(Time(c))), "() -> u64");
        linker.DefineFunction(Monotonic, "subscribe-instant", (c, a) => Subscribe(c, a[0].AsU64()), "(u64) -> own");
        linker.DefineFunction(Monotonic, "subscribe-duration", (c, a) => Subscribe(c, AddSaturating(c.GetState<IWasiState>().Wasi.Monotonic, a[0].AsU64())), "(u64) -> own");
        linker.DefineFunction(Wall, "now", (c, _) => ToDateTime(Time(c).GetUtcNow()), "() -> record(u64, u32)");
        linker.DefineFunction(Wall, "resolution", (_, _) => ComponentValue.FromRecord(ComponentValue.FromUnsigned(0), ComponentValue.FromUnsigned(NanosecondsPerTick)), "() -> record(u64, u32)");

        // Where the host stands is not told: every run is in UTC.
        linker.DefineFunction(
            Timezone,
            "display",
            (_, _) => ComponentValue.FromRecord(ComponentValue.FromSigned(0), ComponentValue.FromString("UTC"), ComponentValue.FromBool(false)),
            "(record(u64, u32)) -> record(s32, string, bool)");
        linker.DefineFunction(Timezone, "utc-offset", (_, _) => ComponentValue.FromSigned(0), "(record(u64, u32)) -> s32");
    }

    public static ulong ToNanoseconds(long ticks, long frequency)
    {
        (long seconds, long rest) = Math.DivRem(ticks, frequency);
        return (ulong)((seconds * NanosecondsPerSecond) + (rest * NanosecondsPerSecond / frequency));
    }

    public static long GetResolution(TimeProvider time) => Math.Max(1, NanosecondsPerSecond / time.TimestampFrequency);

    /// <summary>Nanoseconds since 1970; 0 before.</summary>
    public static ulong ToUnixNanoseconds(DateTimeOffset when) => (ulong)Math.Max(0, (when - DateTimeOffset.UnixEpoch).Ticks) * NanosecondsPerTick;

    /// <summary><c>wall-clock.datetime</c>.</summary>
    public static ComponentValue ToDateTime(DateTimeOffset when)
    {
        (ulong seconds, ulong nanoseconds) = Math.DivRem(ToUnixNanoseconds(when), NanosecondsPerSecond);
        return ComponentValue.FromRecord(ComponentValue.FromUnsigned(seconds), ComponentValue.FromUnsigned(nanoseconds));
    }

    public static DateTimeOffset FromUnixNanoseconds(ulong nanoseconds) => DateTimeOffset.UnixEpoch.AddTicks((long)(nanoseconds / NanosecondsPerTick));

    public static ulong AddSaturating(ulong a, ulong b) => a + b < a ? ulong.MaxValue : a + b;

    private static ComponentValue Subscribe(ComponentContext context, ulong instant) => ComponentValue.FromResource(new WasiClockPollable(context.GetState<IWasiState>().Wasi, instant));

    private static TimeProvider Time(ComponentContext context) => context.GetState<IWasiState>().Wasi.Time;
}
