using System.Runtime.CompilerServices;

namespace Boternity.Skills.Wasm.Runtime.Numerics;

/// <summary>
/// Floating-point instructions in the deterministic profile of the specification (section "Profiles"):
/// an instruction that computes a NaN always gives the positive canonical one.
/// </summary>
/// <remarks>
/// Processors disagree about the NaN they make (x86 sets the sign, Arm does not) and about which operand's payload
/// survives. The specification allows either, a host that wants the same bits everywhere cannot. <c>abs</c>,
/// <c>neg</c> and <c>copysign</c> are bit operations, work on bits here, and keep every payload.
/// <para>
/// <c>min</c> and <c>max</c> are not those of the base library: where one operand is a constant zero, the JIT of .NET
/// 10 takes the other zero for the smaller or greater one. Of two zeros the bits decide: either sign makes a minimum
/// negative, both a maximum.
/// </para>
/// </remarks>
internal static partial class FloatOps
{
    /// <summary>The bits of the positive canonical NaN of f32.</summary>
    public const uint CanonicalNaN32 = 0x7FC0_0000;

    /// <summary>The bits of the positive canonical NaN of f64.</summary>
    public const ulong CanonicalNaN64 = 0x7FF8_0000_0000_0000;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Canonical(float x) => float.IsNaN(x) ? BitConverter.UInt32BitsToSingle(CanonicalNaN32) : x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Canonical(double x) => double.IsNaN(x) ? BitConverter.UInt64BitsToDouble(CanonicalNaN64) : x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float F32Add(float a, float b) => Canonical(a + b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float F32Sub(float a, float b) => Canonical(a - b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float F32Mul(float a, float b) => Canonical(a * b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float F32Div(float a, float b) => Canonical(a / b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float F32Min(float a, float b)
    {
        if (a < b)
        {
            return a;
        }

        if (b < a)
        {
            return b;
        }

        return a == b ? FromBits(ToBits(a) | ToBits(b)) : FromBits(CanonicalNaN32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float F32Max(float a, float b)
    {
        if (a > b)
        {
            return a;
        }

        if (b > a)
        {
            return b;
        }

        return a == b ? FromBits(ToBits(a) & ToBits(b)) : FromBits(CanonicalNaN32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float F32Sqrt(float x) => Canonical(MathF.Sqrt(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float F32Ceil(float x) => Canonical(MathF.Ceiling(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float F32Floor(float x) => Canonical(MathF.Floor(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float F32Trunc(float x) => Canonical(MathF.Truncate(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float F32Nearest(float x) => Canonical(MathF.Round(x, MidpointRounding.ToEven));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint F32Abs(uint bits) => bits & ~0x8000_0000;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint F32Neg(uint bits) => bits ^ 0x8000_0000;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint F32Copysign(uint magnitude, uint sign) => (magnitude & ~0x8000_0000) | (sign & 0x8000_0000);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double F64Add(double a, double b) => Canonical(a + b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double F64Sub(double a, double b) => Canonical(a - b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double F64Mul(double a, double b) => Canonical(a * b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double F64Div(double a, double b) => Canonical(a / b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double F64Min(double a, double b)
    {
        if (a < b)
        {
            return a;
        }

        if (b < a)
        {
            return b;
        }

        return a == b ? FromBits(ToBits(a) | ToBits(b)) : FromBits(CanonicalNaN64);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double F64Max(double a, double b)
    {
        if (a > b)
        {
            return a;
        }

        if (b > a)
        {
            return b;
        }

        return a == b ? FromBits(ToBits(a) & ToBits(b)) : FromBits(CanonicalNaN64);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double F64Sqrt(double x) => Canonical(Math.Sqrt(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double F64Ceil(double x) => Canonical(Math.Ceiling(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double F64Floor(double x) => Canonical(Math.Floor(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double F64Trunc(double x) => Canonical(Math.Truncate(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double F64Nearest(double x) => Canonical(Math.Round(x, MidpointRounding.ToEven));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong F64Abs(ulong bits) => bits & ~0x8000_0000_0000_0000;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong F64Neg(ulong bits) => bits ^ 0x8000_0000_0000_0000;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong F64Copysign(ulong magnitude, ulong sign) =>
        (magnitude & ~0x8000_0000_0000_0000) | (sign & 0x8000_0000_0000_0000);

    private static uint ToBits(float x) => BitConverter.SingleToUInt32Bits(x);

    private static ulong ToBits(double x) => BitConverter.DoubleToUInt64Bits(x);

    private static float FromBits(uint bits) => BitConverter.UInt32BitsToSingle(bits);

    private static double FromBits(ulong bits) => BitConverter.UInt64BitsToDouble(bits);
}
