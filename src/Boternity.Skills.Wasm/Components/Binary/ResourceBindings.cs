using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Components.Types;

namespace Boternity.Skills.Wasm.Components.Binary;

/// <summary>Where the resources that a definition brings are found.</summary>
internal static class ResourceBindings
{
    /// <summary>
    /// Gives slots to the resources that <paramref name="type"/> brings into the scope, and says where they are found
    /// in what is given.
    /// </summary>
    public static ResourceBinding[] Of(ComponentScope scope, ExternType type, long offset)
    {
        var bindings = new List<ResourceBinding>();
        Collect(type, []);
        return [.. bindings];

        void Collect(ExternType item, string[] path)
        {
            scope.Work.Spend(offset, 1 + path.Length);
            if (item is { Sort: ExternSort.Type, Type: ResourceType resource }
                && !scope.ResourceSlots.ContainsKey(resource.Identity))
            {
                bindings.Add(new(path, scope.AddResourceSlot(resource.Identity)));
            }
            else if (item is { Sort: ExternSort.Instance, Type: InstanceType instance })
            {
                foreach ((string name, ExternType export) in instance.Exports.Items)
                {
                    Collect(export, [.. path, name]);
                }
            }
        }
    }
}
