using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Components.Abi;

/// <summary>A component function: a guest's, or one of the host.</summary>
internal abstract class ComponentFunction
{
    /// <summary>Calls it. Without a result the value is empty.</summary>
    /// <param name="context">The invocation.</param>
    /// <param name="caller">The instance that calls; null for the host.</param>
    /// <param name="arguments">The arguments, as many as the type has.</param>
    public abstract ComponentValue Call(
        ComponentContext context,
        ComponentInstanceState? caller,
        ReadOnlySpan<ComponentValue> arguments);
}
