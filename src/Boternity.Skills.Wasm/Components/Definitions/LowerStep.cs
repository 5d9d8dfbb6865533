using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Components.Definitions;

/// <summary>Makes a core function of a component function (CanonicalABI, "canon lower").</summary>
internal sealed class LowerStep(int function, CanonOptions options, FuncType coreType, FuncPlan plan) : ComponentStep
{
    public FuncPlan Plan { get; } = plan;

    public override void Run(ComponentInstance instance) =>
        instance.CoreFuncs.Add(new Function(coreType, new LoweredFunction(instance, instance.Funcs[function], instance.Resolve(options), Plan).Invoke));
}
