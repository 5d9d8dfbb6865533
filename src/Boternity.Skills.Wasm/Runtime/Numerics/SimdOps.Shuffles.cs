using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V128 = System.Runtime.Intrinsics.Vector128<byte>;

namespace Boternity.Skills.Wasm.Runtime.Numerics;

/// <content>Lanes rearranged by indices.</content>
internal static partial class SimdOps
{
    // Vector128.Shuffle gives zero for an index out of range, as the instruction does.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I8x16Swizzle(V128 a, V128 indices) => Vector128.Shuffle(a, indices);

    // An index below 16 is out of range for b once 16 is taken from it, one above is out of range for a.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I8x16Shuffle(V128 a, V128 b, V128 lanes) =>
        Vector128.Shuffle(a, lanes) | Vector128.Shuffle(b, lanes - Vector128.Create((byte)16));
}
