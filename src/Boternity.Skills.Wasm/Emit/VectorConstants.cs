using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>Vectors from immediates, and single lanes. A lane's number is the validator's: it is in range.</summary>
internal static class VectorConstants
{
    public static readonly MethodInfo Zero = HelperMethods.Of(GetZero);
    public static readonly MethodInfo FromHalves = HelperMethods.Of(Create);

    private static readonly Dictionary<Type, MethodInfo> Getters = new()
    {
        [typeof(byte)] = HelperMethods.Of(GetLane<byte>),
        [typeof(ushort)] = HelperMethods.Of(GetLane<ushort>),
        [typeof(uint)] = HelperMethods.Of(GetLane<uint>),
        [typeof(ulong)] = HelperMethods.Of(GetLane<ulong>),
    };

    private static readonly Dictionary<Type, MethodInfo> Setters = new()
    {
        [typeof(byte)] = HelperMethods.Of(SetLane<byte>),
        [typeof(ushort)] = HelperMethods.Of(SetLane<ushort>),
        [typeof(uint)] = HelperMethods.Of(SetLane<uint>),
        [typeof(ulong)] = HelperMethods.Of(SetLane<ulong>),
    };

    public static MethodInfo Getter(Type lane) => Getters[lane];

    public static MethodInfo Setter(Type lane) => Setters[lane];

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
