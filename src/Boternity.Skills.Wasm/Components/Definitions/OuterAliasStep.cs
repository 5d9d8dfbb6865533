using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Components.Types;

namespace Boternity.Skills.Wasm.Components.Definitions;

/// <summary>Takes a module or component of a component that this one is written in.</summary>
internal sealed class OuterAliasStep(ExternSort sort, int count, int index) : ComponentStep
{
    public override void Run(ComponentInstance instance)
    {
        ComponentInstance outer = instance;
        for (int i = 0; i < count; i++) outer = outer.LexicalParent ?? throw new WasmLinkException("an outer alias refers to nothing");
        instance.Add(sort, outer.Get(sort, index, resourceSlot: -1));
    }
}
