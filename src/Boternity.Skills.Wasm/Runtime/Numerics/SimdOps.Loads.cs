using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V128 = System.Runtime.Intrinsics.Vector128<byte>;

namespace Boternity.Skills.Wasm.Runtime.Numerics;

/// <content>What the widening, splatting and zero-filling loads make of the bits they have read.</content>
internal static partial class SimdOps
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128Load8x8S(ulong bits) =>
        Vector128.WidenLower(Vector128.CreateScalar(bits).AsSByte()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128Load8x8U(ulong bits) => Vector128.WidenLower(Vector128.CreateScalar(bits).AsByte()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128Load16x4S(ulong bits) =>
        Vector128.WidenLower(Vector128.CreateScalar(bits).AsInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128Load16x4U(ulong bits) =>
        Vector128.WidenLower(Vector128.CreateScalar(bits).AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128Load32x2S(ulong bits) =>
        Vector128.WidenLower(Vector128.CreateScalar(bits).AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128Load32x2U(ulong bits) =>
        Vector128.WidenLower(Vector128.CreateScalar(bits).AsUInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128Load8Splat(byte bits) => Vector128.Create(bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128Load16Splat(ushort bits) => Vector128.Create(bits).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128Load32Splat(uint bits) => Vector128.Create(bits).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128Load64Splat(ulong bits) => Vector128.Create(bits).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128Load32Zero(uint bits) => Vector128.CreateScalar(bits).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128Load64Zero(ulong bits) => Vector128.CreateScalar(bits).AsByte();
}
