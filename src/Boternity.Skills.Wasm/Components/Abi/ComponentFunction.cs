using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Components.Abi;

/// <summary>A component function: a guest's, or one of the host.</summary>
internal abstract class ComponentFunction
{
    /// <summary>Gets how strings in its results were encoded; null for the host's.</summary>
    public virtual StringEncoding? Strings => null;

    /// <summary>Calls it from the host.</summary>
    public ComponentValue Call(
        ComponentContext context,
        ComponentInstanceState? caller,
        ReadOnlySpan<ComponentValue> arguments) => Call(context, caller, strings: null, arguments);

    /// <summary>Calls it. Without a result the value is empty.</summary>
    /// <param name="context">The invocation.</param>
    /// <param name="caller">The instance that calls; null for the host.</param>
    /// <param name="strings">How strings in the arguments were encoded; null for the host's.</param>
    /// <param name="arguments">The arguments, as many as the type has.</param>
    public abstract ComponentValue Call(
        ComponentContext context,
        ComponentInstanceState? caller,
        StringEncoding? strings,
        ReadOnlySpan<ComponentValue> arguments);
}
