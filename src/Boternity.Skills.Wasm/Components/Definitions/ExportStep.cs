using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Components.Types;

namespace Boternity.Skills.Wasm.Components.Definitions;

/// <summary>Exports an item, which also gets a new index.</summary>
internal sealed class ExportStep(string name, ExternSort sort, int index, int resourceSlot) : ComponentStep
{
    public override void Run(ComponentInstance instance)
    {
        object? item = instance.Get(sort, index, resourceSlot);
        instance.Exports.Add(name, item);
        instance.Add(sort, item);
    }
}
