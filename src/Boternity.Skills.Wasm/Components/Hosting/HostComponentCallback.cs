using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Components.Hosting;

/// <summary>A function of the host that components import.</summary>
/// <param name="context">The invocation: its store, its limits, and the state that the host gave it.</param>
/// <param name="arguments">The arguments. They are gone when the function returns; values taken out of them
/// stay.</param>
/// <returns>The result; <c>default</c> where the function has none.</returns>
internal delegate ComponentValue HostComponentCallback(
    ComponentContext context,
    ReadOnlySpan<ComponentValue> arguments);
