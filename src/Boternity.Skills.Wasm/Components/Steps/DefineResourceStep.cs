namespace Boternity.Skills.Wasm.Components;

/// <summary>Makes a resource type of the instance's own.</summary>
internal sealed class DefineResourceStep(int slot, int destructor) : ComponentStep
{
    public override void Run(ComponentInstance instance) =>
        instance.SetResource(slot, new RuntimeResource(instance, destructor < 0 ? null : instance.CoreFuncs[destructor]));
}
