using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Instantiation;

namespace Boternity.Skills.Wasm.Components.Definitions;

/// <summary>Makes a resource type of the instance's own.</summary>
internal sealed class DefineResourceStep(int slot, int destructor) : ComponentStep
{
    public override void Run(ComponentInstance instance) =>
        instance.SetResource(slot, new RuntimeResource(instance, destructor < 0 ? null : instance.CoreFuncs[destructor]));
}
