using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V128 = System.Runtime.Intrinsics.Vector128<byte>;

namespace Boternity.Skills.Wasm.Runtime.Numerics;

/// <content>Lanes made twice as wide, and narrowed with saturation (the operand is signed, also where the result is
/// not).</content>
internal static partial class SimdOps
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I16x8ExtendLowI8x16S(V128 a) => Vector128.WidenLower(a.AsSByte()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I16x8ExtendLowI8x16U(V128 a) => Vector128.WidenLower(a).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I16x8ExtendHighI8x16S(V128 a) => Vector128.WidenUpper(a.AsSByte()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I16x8ExtendHighI8x16U(V128 a) => Vector128.WidenUpper(a).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I32x4ExtendLowI16x8S(V128 a) => Vector128.WidenLower(a.AsInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I32x4ExtendLowI16x8U(V128 a) => Vector128.WidenLower(a.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I32x4ExtendHighI16x8S(V128 a) => Vector128.WidenUpper(a.AsInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I32x4ExtendHighI16x8U(V128 a) => Vector128.WidenUpper(a.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I64x2ExtendLowI32x4S(V128 a) => Vector128.WidenLower(a.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I64x2ExtendLowI32x4U(V128 a) => Vector128.WidenLower(a.AsUInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I64x2ExtendHighI32x4S(V128 a) => Vector128.WidenUpper(a.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I64x2ExtendHighI32x4U(V128 a) => Vector128.WidenUpper(a.AsUInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I8x16NarrowI16x8S(V128 a, V128 b)
    {
        Vector128<short> low = Vector128.Create((short)sbyte.MinValue);
        Vector128<short> high = Vector128.Create((short)sbyte.MaxValue);
        return Vector128.Narrow(
            Vector128.Min(Vector128.Max(a.AsInt16(), low), high),
            Vector128.Min(Vector128.Max(b.AsInt16(), low), high)).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I8x16NarrowI16x8U(V128 a, V128 b)
    {
        Vector128<short> low = Vector128.Create((short)byte.MinValue);
        Vector128<short> high = Vector128.Create((short)byte.MaxValue);
        return Vector128.Narrow(
            Vector128.Min(Vector128.Max(a.AsInt16(), low), high),
            Vector128.Min(Vector128.Max(b.AsInt16(), low), high)).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I16x8NarrowI32x4S(V128 a, V128 b)
    {
        Vector128<int> low = Vector128.Create((int)short.MinValue);
        Vector128<int> high = Vector128.Create((int)short.MaxValue);
        return Vector128.Narrow(
            Vector128.Min(Vector128.Max(a.AsInt32(), low), high),
            Vector128.Min(Vector128.Max(b.AsInt32(), low), high)).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I16x8NarrowI32x4U(V128 a, V128 b)
    {
        Vector128<int> low = Vector128.Create((int)ushort.MinValue);
        Vector128<int> high = Vector128.Create((int)ushort.MaxValue);
        return Vector128.Narrow(
            Vector128.Min(Vector128.Max(a.AsInt32(), low), high),
            Vector128.Min(Vector128.Max(b.AsInt32(), low), high)).AsByte();
    }
}
