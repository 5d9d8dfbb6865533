using System.Runtime.CompilerServices;

namespace Boternity.Skills.Wasm.Runtime.Numerics;

/// <content>
/// Conversions. The trapping truncations answer false where the instruction traps: with
/// <c>invalid conversion to integer</c> if the operand is a NaN, else with <c>integer overflow</c>.
/// </content>
internal static partial class FloatOps
{
    // 2^31, 2^32, 2^63 and 2^64 are exact in both formats; the open lower bounds of the conversions to unsigned
    // integers let (-1, 0) through, which truncates to zero.
    private const double TwoTo31 = 2147483648.0;
    private const double TwoTo32 = 4294967296.0;
    private const double TwoTo63 = 9223372036854775808.0;
    private const double TwoTo64 = 18446744073709551616.0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryI32TruncF32S(float x, out int result)
    {
        result = (int)x;
        return x >= (float)-TwoTo31 && x < (float)TwoTo31;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryI32TruncF32U(float x, out uint result)
    {
        result = (uint)x;
        return x > -1f && x < (float)TwoTo32;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryI32TruncF64S(double x, out int result)
    {
        result = (int)x;
        return x > -TwoTo31 - 1 && x < TwoTo31;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryI32TruncF64U(double x, out uint result)
    {
        result = (uint)x;
        return x > -1 && x < TwoTo32;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryI64TruncF32S(float x, out long result)
    {
        result = (long)x;
        return x >= (float)-TwoTo63 && x < (float)TwoTo63;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryI64TruncF32U(float x, out ulong result)
    {
        result = (ulong)x;
        return x > -1f && x < (float)TwoTo64;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryI64TruncF64S(double x, out long result)
    {
        result = (long)x;
        return x >= -TwoTo63 && x < TwoTo63;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryI64TruncF64U(double x, out ulong result)
    {
        result = (ulong)x;
        return x > -1 && x < TwoTo64;
    }

    // Since .NET 9 the casts of C# saturate and give zero for a NaN on every processor: what trunc_sat asks for.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int I32TruncSatF32S(float x) => (int)x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint I32TruncSatF32U(float x) => (uint)x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int I32TruncSatF64S(double x) => (int)x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint I32TruncSatF64U(double x) => (uint)x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long I64TruncSatF32S(float x) => (long)x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong I64TruncSatF32U(float x) => (ulong)x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long I64TruncSatF64S(double x) => (long)x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong I64TruncSatF64U(double x) => (ulong)x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float F32ConvertI32S(int x) => x;

    // By way of f64, where every u32 is exact: one rounding.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float F32ConvertI32U(uint x) => (float)(double)x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float F32ConvertI64S(long x) => (float)(double)RoundToOdd(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float F32ConvertI64U(ulong x) => (float)F64ConvertI64U(RoundToOdd(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double F64ConvertI32S(int x) => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double F64ConvertI32U(uint x) => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double F64ConvertI64S(long x) => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double F64ConvertI64U(ulong x) =>
        (long)x >= 0 ? (long)x : (double)(long)((x >> 1) | (x & 1)) * 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float F32DemoteF64(double x) => Canonical((float)x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double F64PromoteF32(float x) => Canonical((double)x);

    // An i64 reaches f32 through f64 (some processors have no shorter way), which would round twice. A value that
    // f64 cannot hold is therefore cut to 53 bits with the lowest one "sticky"; the second rounding is then right.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long RoundToOdd(long x) =>
        x is >= -(1L << 53) and <= 1L << 53 ? x : (x & ~0x7FFL) | ((x & 0x7FF) != 0 ? 0x800L : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong RoundToOdd(ulong x) =>
        x <= 1UL << 53 ? x : (x & ~0x7FFUL) | ((x & 0x7FF) != 0 ? 0x800UL : 0);
}
