using Boternity.Skills.Wasm.Components.Instantiation;

namespace Boternity.Skills.Wasm.Components.Definitions;

/// <summary>One thing that an instantiation does: a definition of the component, checked and with its indices resolved. Immutable.</summary>
internal abstract class ComponentStep
{
    public abstract void Run(ComponentInstance instance);
}
