using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V128 = System.Runtime.Intrinsics.Vector128<byte>;

namespace Boternity.Skills.Wasm.Runtime.Numerics;

/// <content>Conversions. Since .NET 9 those of <c>Vector128</c> to integers saturate and give zero for a NaN on every
/// processor.</content>
internal static partial class SimdOps
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I32x4TruncSatF32x4S(V128 a) => Vector128.ConvertToInt32(a.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I32x4TruncSatF32x4U(V128 a) => Vector128.ConvertToUInt32(a.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I32x4TruncSatF64x2SZero(V128 a)
    {
        Vector128<double> x = a.AsDouble();
        return Vector128.Create((int)x.GetElement(0), (int)x.GetElement(1), 0, 0).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I32x4TruncSatF64x2UZero(V128 a)
    {
        Vector128<double> x = a.AsDouble();
        return Vector128.Create((uint)x.GetElement(0), (uint)x.GetElement(1), 0, 0).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4ConvertI32x4S(V128 a) => Vector128.ConvertToSingle(a.AsInt32()).AsByte();

    // By way of f64, where every u32 is exact: one rounding.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4ConvertI32x4U(V128 a)
    {
        Vector128<uint> x = a.AsUInt32();
        return Vector128.Narrow(
            Vector128.ConvertToDouble(Vector128.WidenLower(x).AsInt64()),
            Vector128.ConvertToDouble(Vector128.WidenUpper(x).AsInt64())).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2ConvertLowI32x4S(V128 a) =>
        Vector128.ConvertToDouble(Vector128.WidenLower(a.AsInt32())).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2ConvertLowI32x4U(V128 a) =>
        Vector128.ConvertToDouble(Vector128.WidenLower(a.AsUInt32()).AsInt64()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4DemoteF64x2Zero(V128 a) =>
        Canonical(Vector128.Narrow(a.AsDouble(), Vector128<double>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2PromoteLowF32x4(V128 a) =>
        Canonical(Vector128.WidenLower(a.AsSingle()));
}
