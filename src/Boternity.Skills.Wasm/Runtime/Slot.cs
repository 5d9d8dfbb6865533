using System.Runtime.CompilerServices;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>Values of .NET types as slots. The comparisons of types are constants to the JIT: what is left is the
/// conversion.</summary>
internal static class Slot
{
    /// <summary>The value type that a .NET type stands for.</summary>
    /// <exception cref="NotSupportedException">It stands for none.</exception>
    public static ValType TypeOf<T>() =>
        typeof(T) == typeof(int) || typeof(T) == typeof(uint) ? ValType.I32
        : typeof(T) == typeof(long) || typeof(T) == typeof(ulong) ? ValType.I64
        : typeof(T) == typeof(float) ? ValType.F32
        : typeof(T) == typeof(double) ? ValType.F64
        : throw new NotSupportedException($"{typeof(T)} stands for no value type.");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong From<T>(T value)
        where T : unmanaged =>
        Unsafe.SizeOf<T>() == 4 ? Unsafe.BitCast<T, uint>(value) : Unsafe.BitCast<T, ulong>(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T To<T>(ulong slot)
        where T : unmanaged =>
        Unsafe.SizeOf<T>() == 4 ? Unsafe.BitCast<uint, T>((uint)slot) : Unsafe.BitCast<ulong, T>(slot);
}
