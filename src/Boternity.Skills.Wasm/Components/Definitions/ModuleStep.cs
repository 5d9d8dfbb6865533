using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Components.Definitions;

/// <summary>A core module inside the component.</summary>
internal sealed class ModuleStep(Module module) : ComponentStep
{
    public Module Module { get; } = module;

    public override void Run(ComponentInstance instance) => instance.CoreModules.Add(Module);
}
