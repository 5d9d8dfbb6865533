using Boternity.Skills.Wasm.Components.Instantiation;

namespace Boternity.Skills.Wasm.Components.Definitions;

/// <summary>A component inside the component.</summary>
internal sealed class NestedComponentStep(ComponentDefinition definition) : ComponentStep
{
    public ComponentDefinition Definition { get; } = definition;

    public override void Run(ComponentInstance instance) => instance.Components.Add(new ComponentClosure(Definition, instance));
}
