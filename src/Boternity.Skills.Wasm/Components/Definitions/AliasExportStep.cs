using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Components.Types;

namespace Boternity.Skills.Wasm.Components.Definitions;

/// <summary>Takes an export of a component instance.</summary>
internal sealed class AliasExportStep(ExternSort sort, int componentInstance, string name) : ComponentStep
{
    public override void Run(ComponentInstance instance) =>
        instance.Add(sort, instance.Instances[componentInstance].Find(name) ?? throw new WasmLinkException($"an instance has no export '{name}'"));
}
