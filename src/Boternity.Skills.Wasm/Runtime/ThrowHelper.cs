using System.Diagnostics.CodeAnalysis;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>Throws, out of the way of code that is hot.</summary>
internal static class ThrowHelper
{
    [DoesNotReturn]
    public static void Trap(TrapCode code) => throw new WasmTrapException(code);

    [DoesNotReturn]
    public static void MemoryOutOfBounds() => throw new WasmTrapException(TrapCode.MemoryOutOfBounds);

    [DoesNotReturn]
    public static void TableOutOfBounds() => throw new WasmTrapException(TrapCode.TableOutOfBounds);
}
