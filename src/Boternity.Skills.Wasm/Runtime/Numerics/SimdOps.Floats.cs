using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V128 = System.Runtime.Intrinsics.Vector128<byte>;

namespace Boternity.Skills.Wasm.Runtime.Numerics;

/// <content>Floating-point arithmetic; every NaN lane is the canonical one (see <see cref="FloatOps"/>).</content>
internal static partial class SimdOps
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4Add(V128 a, V128 b) => Canonical(a.AsSingle() + b.AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4Sub(V128 a, V128 b) => Canonical(a.AsSingle() - b.AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4Mul(V128 a, V128 b) => Canonical(a.AsSingle() * b.AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4Div(V128 a, V128 b) => Canonical(a.AsSingle() / b.AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4Min(V128 a, V128 b) =>
        Choose(Vector128.LessThan(a.AsSingle(), b.AsSingle()), Vector128.LessThan(b.AsSingle(), a.AsSingle()),
            Vector128.Equals(a.AsSingle(), b.AsSingle()), a.AsSingle(), b.AsSingle(), (a | b).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4Max(V128 a, V128 b) =>
        Choose(Vector128.GreaterThan(a.AsSingle(), b.AsSingle()), Vector128.GreaterThan(b.AsSingle(), a.AsSingle()),
            Vector128.Equals(a.AsSingle(), b.AsSingle()), a.AsSingle(), b.AsSingle(), (a & b).AsSingle());

    // The pseudo-minimum is "b < a ? b : a", no arithmetic: it keeps the bits of what it chooses.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4Pmin(V128 a, V128 b) =>
        Vector128.ConditionalSelect(Vector128.LessThan(b.AsSingle(), a.AsSingle()).AsByte(), b, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4Pmax(V128 a, V128 b) =>
        Vector128.ConditionalSelect(Vector128.LessThan(a.AsSingle(), b.AsSingle()).AsByte(), b, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4Sqrt(V128 a) => Canonical(Vector128.Sqrt(a.AsSingle()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4Ceil(V128 a) => Canonical(Vector128.Ceiling(a.AsSingle()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4Floor(V128 a) => Canonical(Vector128.Floor(a.AsSingle()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4Trunc(V128 a) => Canonical(Vector128.Truncate(a.AsSingle()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4Nearest(V128 a) => Canonical(Vector128.Round(a.AsSingle()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4Abs(V128 a) => (a.AsUInt32() & Vector128.Create(~0x8000_0000)).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4Neg(V128 a) => (a.AsUInt32() ^ Vector128.Create(0x8000_0000)).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2Add(V128 a, V128 b) => Canonical(a.AsDouble() + b.AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2Sub(V128 a, V128 b) => Canonical(a.AsDouble() - b.AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2Mul(V128 a, V128 b) => Canonical(a.AsDouble() * b.AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2Div(V128 a, V128 b) => Canonical(a.AsDouble() / b.AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2Min(V128 a, V128 b) =>
        Choose(Vector128.LessThan(a.AsDouble(), b.AsDouble()), Vector128.LessThan(b.AsDouble(), a.AsDouble()),
            Vector128.Equals(a.AsDouble(), b.AsDouble()), a.AsDouble(), b.AsDouble(), (a | b).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2Max(V128 a, V128 b) =>
        Choose(Vector128.GreaterThan(a.AsDouble(), b.AsDouble()), Vector128.GreaterThan(b.AsDouble(), a.AsDouble()),
            Vector128.Equals(a.AsDouble(), b.AsDouble()), a.AsDouble(), b.AsDouble(), (a & b).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2Pmin(V128 a, V128 b) =>
        Vector128.ConditionalSelect(Vector128.LessThan(b.AsDouble(), a.AsDouble()).AsByte(), b, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2Pmax(V128 a, V128 b) =>
        Vector128.ConditionalSelect(Vector128.LessThan(a.AsDouble(), b.AsDouble()).AsByte(), b, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2Sqrt(V128 a) => Canonical(Vector128.Sqrt(a.AsDouble()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2Ceil(V128 a) => Canonical(Vector128.Ceiling(a.AsDouble()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2Floor(V128 a) => Canonical(Vector128.Floor(a.AsDouble()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2Trunc(V128 a) => Canonical(Vector128.Truncate(a.AsDouble()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2Nearest(V128 a) => Canonical(Vector128.Round(a.AsDouble()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2Abs(V128 a) => (a.AsUInt64() & Vector128.Create(~0x8000_0000_0000_0000)).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2Neg(V128 a) => (a.AsUInt64() ^ Vector128.Create(0x8000_0000_0000_0000)).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V128 Canonical(Vector128<float> x) =>
        Vector128.ConditionalSelect(Vector128.Equals(x, x).AsUInt32(), x.AsUInt32(),
            Vector128.Create(FloatOps.CanonicalNaN32)).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V128 Canonical(Vector128<double> x) =>
        Vector128.ConditionalSelect(Vector128.Equals(x, x).AsUInt64(), x.AsUInt64(),
            Vector128.Create(FloatOps.CanonicalNaN64)).AsByte();

    // Of two lanes the first or the second, or what two equal ones make, or a NaN; see FloatOps on minimum and maximum.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V128 Choose<T>(Vector128<T> first, Vector128<T> second, Vector128<T> equal, Vector128<T> a,
        Vector128<T> b, Vector128<T> both)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        Vector128<T> nan = typeof(T) == typeof(float)
            ? Vector128.Create(FloatOps.CanonicalNaN32).As<uint, T>()
            : Vector128.Create(FloatOps.CanonicalNaN64).As<ulong, T>();
        Vector128<T> unequal = Vector128.ConditionalSelect(second, b, Vector128.ConditionalSelect(equal, both, nan));
        return Vector128.ConditionalSelect(first, a, unequal).AsByte();
    }
}
