using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Components.Instantiation;

/// <summary>
/// The core functions that work on a resource's handles (CanonicalABI, "canon resource.new", "resource.drop",
/// "resource.rep").
/// </summary>
internal static class ResourceBuiltins
{
    public static Function Create(ComponentInstance instance, ResourceBuiltinStep step)
    {
        int slot = step.Slot;
        var function = new Function(step.CoreType, step.Builtin switch
        {
            ResourceBuiltin.New => (_, arguments, results) => results[0] = New(instance, slot, (uint)arguments[0]),
            ResourceBuiltin.Drop => (_, arguments, _) => Drop(instance, slot, (uint)arguments[0]),
            _ => (_, arguments, results) => results[0] = GetRepresentation(instance, slot, (uint)arguments[0]),
        });

        // Also where no core instance calls it, but the canonical ABI: as a destructor, `post-return` or a lifted
        // function.
        return function.BindTo(instance.Context.Store);
    }

    private static uint New(ComponentInstance instance, int slot, uint representation)
    {
        instance.CheckMayLeave();
        return (uint)instance.Handles.Add(instance.GetResource(slot), null, representation, isOwn: true, null);
    }

    private static void Drop(ComponentInstance instance, int slot, uint index)
    {
        instance.CheckMayLeave();
        RuntimeResource type = instance.GetResource(slot);
        Handle handle = instance.Handles.Remove(index, type, mustOwn: false);
        if (handle.IsOwn)
        {
            type.Destroy(instance.Context, instance, handle.Host, handle.Representation);
        }
        else if (handle.Scope is { } scope)
        {
            scope.Borrows--;
        }
    }

    private static uint GetRepresentation(ComponentInstance instance, int slot, uint index) =>
        instance.Handles.Get(index, instance.GetResource(slot)).Representation;
}
