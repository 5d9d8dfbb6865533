using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Components.Types;

namespace Boternity.Skills.Wasm.Components.Definitions;

/// <summary>Takes what the host or the parent gave for an import.</summary>
internal sealed class ImportStep(ExternName name, ExternType type, ResourceBinding[] bindings) : ComponentStep
{
    public ExternName Name { get; } = name;

    public ExternType Type { get; } = type;

    public override void Run(ComponentInstance instance)
    {
        object? item = instance.Arguments.Find(Name.Text);
        if (item is null && Type.Sort != ExternSort.Type) throw new WasmLinkException("unknown import", "", Name.Text);
        instance.Bind(bindings, item);
        instance.Add(Type.Sort, item);
    }
}
