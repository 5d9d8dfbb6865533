using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Components.Definitions;

/// <summary>Instantiates a core module with other core instances as what it imports.</summary>
internal sealed class InstantiateModuleStep(int module, Dictionary<string, int> arguments) : ComponentStep
{
    public override void Run(ComponentInstance instance)
    {
        Module target = instance.CoreModules[module];
        Import[] imports = target.Definition.Imports;
        var externs = new Extern[imports.Length];
        for (int i = 0; i < imports.Length; i++) externs[i] = instance.CoreInstances[arguments[imports[i].Module]].Get(imports[i].Name);
        instance.CoreInstances.Add(new CoreExports(Instance.Create(instance.Context.Store, target, externs)));
    }
}
