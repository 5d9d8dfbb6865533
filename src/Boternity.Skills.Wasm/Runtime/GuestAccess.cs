using System.Runtime.CompilerServices;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>
/// The place where an address that a guest computed is dereferenced without the runtime's own check. Machine code does
/// the same by itself: <see cref="Emit.MemoryEmitter"/> emits it.
/// </summary>
/// <remarks>
/// Why it is safe. An effective address is the sum of a 32-bit address and a 32-bit offset, both zero-extended, in 64
/// bits: at most 2^33 - 2, so that adding the size of an access (16 at most) cannot overflow, and one unsigned
/// comparison with the memory's length decides. The length is that of the block that <c>memory</c> points to, because
/// whoever caches the two reads both anew after everything that can change them: growth, a call of the host, a call of
/// another instance. A block that growth replaced is kept until its store goes, so that not even a stale base would
/// point to memory of somebody else. Every <see cref="Load"/> and <see cref="Store"/> is behind an <see
/// cref="IsOutside"/> with the same address and size.
/// </remarks>
internal static unsafe class GuestAccess
{
    /// <summary>Whether an access leaves the memory; it must then trap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsOutside(ulong address, ulong size, ulong length) =>
        size == 1 ? address >= length : address + size > length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Load<T>(byte* memory, ulong address)
        where T : unmanaged => Unsafe.ReadUnaligned<T>(memory + address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(byte* memory, ulong address, T value)
        where T : unmanaged => Unsafe.WriteUnaligned(memory + address, value);
}
