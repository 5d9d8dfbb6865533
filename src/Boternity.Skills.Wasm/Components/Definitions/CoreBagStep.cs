using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Components.Definitions;

/// <summary>Puts a core instance together from items of the component.</summary>
internal sealed class CoreBagStep((string Name, ExternKind Kind, int Index)[] items) : ComponentStep
{
    public override void Run(ComponentInstance instance)
    {
        var exports = new Dictionary<string, Extern>(items.Length, StringComparer.Ordinal);
        foreach ((string name, ExternKind kind, int index) in items) exports.Add(name, instance.Get(kind, index));
        instance.CoreInstances.Add(new CoreExports(exports));
    }
}
