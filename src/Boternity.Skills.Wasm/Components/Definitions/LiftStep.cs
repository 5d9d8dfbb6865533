using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Instantiation;

namespace Boternity.Skills.Wasm.Components.Definitions;

/// <summary>Makes a component function of a core function (CanonicalABI, "canon lift").</summary>
internal sealed class LiftStep(int coreFunction, CanonOptions options, FuncPlan plan) : ComponentStep
{
    public FuncPlan Plan { get; } = plan;

    public override void Run(ComponentInstance instance) =>
        instance.Funcs.Add(new LiftedFunction(instance, instance.CoreFuncs[coreFunction], instance.Resolve(options), Plan));
}
