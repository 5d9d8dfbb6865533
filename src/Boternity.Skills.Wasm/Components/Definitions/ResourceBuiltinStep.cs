using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Components.Definitions;

/// <summary>Makes a core function that works on a resource's handles (CanonicalABI, "canon resource.new", "resource.drop", "resource.rep").</summary>
internal sealed class ResourceBuiltinStep(ResourceBuiltin builtin, int slot, FuncType coreType) : ComponentStep
{
    public override void Run(ComponentInstance instance) => instance.CoreFuncs.Add(new Function(coreType, builtin switch
    {
        ResourceBuiltin.New => (_, arguments, results) => results[0] = New(instance, (uint)arguments[0]),
        ResourceBuiltin.Drop => (_, arguments, _) => Drop(instance, (uint)arguments[0]),
        _ => (_, arguments, results) => results[0] = instance.Handles.Get((uint)arguments[0], instance.GetResource(slot)).Representation,
    }));

    private uint New(ComponentInstance instance, uint representation)
    {
        LoweredFunction.CheckMayLeave(instance);
        return (uint)instance.Handles.Add(instance.GetResource(slot), null, representation, isOwn: true, null);
    }

    private void Drop(ComponentInstance instance, uint index)
    {
        LoweredFunction.CheckMayLeave(instance);
        RuntimeResource type = instance.GetResource(slot);
        Handle handle = instance.Handles.Remove(index, type, mustOwn: false);
        if (handle.IsOwn) type.Destroy(instance.Context, instance, handle.Host, handle.Representation);
        else if (handle.Scope is { } scope) scope.Borrows--;
    }
}
