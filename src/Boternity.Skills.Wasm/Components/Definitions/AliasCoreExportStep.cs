using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Components.Definitions;

/// <summary>Takes an export of a core instance.</summary>
internal sealed class AliasCoreExportStep(ExternKind kind, int coreInstance, string name) : ComponentStep
{
    public ExternKind Kind { get; } = kind;

    public override void Run(ComponentInstance instance) => instance.Add(instance.CoreInstances[coreInstance].Get(name));
}
