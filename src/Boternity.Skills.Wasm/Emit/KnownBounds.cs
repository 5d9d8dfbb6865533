using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>
/// How far the first memory is known to reach, so that no access within needs a comparison: behind a local that was
/// compared on the same way, and at constant addresses by the memory's smallest size. A memory never shrinks, so that
/// what was found stays true behind calls.
/// </summary>
internal sealed class KnownBounds(ModuleDefinition module)
{
    private readonly Dictionary<int, ulong> _reached = [];

    private readonly ulong _smallest = SmallestSizeOf(module);

    /// <summary>The smallest size of the first memory, in bytes; 0 for none. One that is imported has at least the size
    /// that its import declares.</summary>
    public static ulong SmallestSizeOf(ModuleDefinition module) =>
        module.Memories.Length == 0 ? 0 : (ulong)module.Memories[0].Limits.Minimum * Memory.PageBytes;

    /// <summary>Whether an access needs no comparison; if it does, notes what is known behind it.</summary>
    /// <param name="address">The operand that is its address.</param>
    /// <param name="end">Offset and size of the access.</param>
    public bool Includes(in EmittedOperand address, ulong end)
    {
        if (address.IsConstant)
        {
            return (uint)address.Constant + end <= _smallest;
        }

        if (address.Local < 0)
        {
            return false;
        }

        if (_reached.TryGetValue(address.Local, out ulong reached) && end <= reached)
        {
            return true;
        }

        _reached[address.Local] = end;
        return false;
    }

    /// <summary>A local changes.</summary>
    public void Forget(int local) => _reached.Remove(local);

    /// <summary>A place begins that is reached from elsewhere too.</summary>
    public void ForgetAll() => _reached.Clear();
}
