using System.Diagnostics.CodeAnalysis;

namespace Boternity.Skills.Wasm.Components;

/// <summary>The traps that the canonical ABI demands, out of the way of code that is hot.</summary>
internal static class ComponentTraps
{
    [DoesNotReturn]
    public static void Throw(string message) => throw new WasmTrapException(TrapCode.Host, message);

    [DoesNotReturn]
    public static T Throw<T>(string message) => throw new WasmTrapException(TrapCode.Host, message);
}
