using Boternity.Skills.Wasm.Components.Instantiation;

namespace Boternity.Skills.Wasm.Components.Definitions;

/// <summary>Puts a component instance together from items of the component.</summary>
internal sealed class BagStep(InstantiationArgument[] items) : ComponentStep
{
    public override void Run(ComponentInstance instance) => instance.Instances.Add(Collect(instance, items));

    public static ComponentExports Collect(ComponentInstance instance, InstantiationArgument[] items)
    {
        var exports = new ComponentExports();
        foreach (InstantiationArgument item in items) exports.Add(item.Name, instance.Get(item.Sort, item.Index, item.ResourceSlot));
        return exports;
    }
}
