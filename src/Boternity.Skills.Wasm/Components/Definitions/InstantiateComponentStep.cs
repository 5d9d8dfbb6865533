using Boternity.Skills.Wasm.Components.Instantiation;

namespace Boternity.Skills.Wasm.Components.Definitions;

/// <summary>Instantiates a component inside this one.</summary>
internal sealed class InstantiateComponentStep(int component, InstantiationArgument[] arguments, ResourceBinding[] bindings) : ComponentStep
{
    public override void Run(ComponentInstance instance)
    {
        ComponentExports exports = ComponentInstance.Create(instance.Context, instance.Components[component], BagStep.Collect(instance, arguments), instance).Exports;
        instance.Bind(bindings, exports);
        instance.Instances.Add(exports);
    }
}
