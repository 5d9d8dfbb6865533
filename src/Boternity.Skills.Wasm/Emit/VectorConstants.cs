using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>Vectors from immediates, and single lanes. A lane's number is the validator's: it is in range.</summary>
internal static class VectorConstants
{
    public static readonly MethodInfo Zero = HelperMethods.Of(typeof(VectorConstants), nameof(GetZero));
    public static readonly MethodInfo FromHalves = HelperMethods.Of(typeof(VectorConstants), nameof(Create));
    private static readonly MethodInfo LaneGetter = HelperMethods.Of(typeof(VectorConstants), nameof(GetLane));
    private static readonly MethodInfo LaneSetter = HelperMethods.Of(typeof(VectorConstants), nameof(SetLane));

    public static MethodInfo Getter(Type lane) => LaneGetter.MakeGenericMethod(lane);

    public static MethodInfo Setter(Type lane) => LaneSetter.MakeGenericMethod(lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> GetZero() => Vector128<byte>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Create(long low, long high) => Vector128.Create(low, high).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T GetLane<T>(Vector128<byte> vector, int lane)
        where T : unmanaged => vector.As<byte, T>().GetElement(lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> SetLane<T>(T value, Vector128<byte> vector, int lane)
        where T : unmanaged => vector.As<byte, T>().WithElement(lane, value).AsByte();
}
