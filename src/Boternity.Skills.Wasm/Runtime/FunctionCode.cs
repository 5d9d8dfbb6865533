using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>One function of one module, in whatever forms its code was made.</summary>
internal sealed class FunctionCode(Module module, int functionIndex)
{
    public Module Module { get; } = module;

    public int FunctionIndex { get; } = functionIndex;

    public FuncType Type { get; } = module.Definition.GetFunctionType(functionIndex);

    public FunctionBody Body => Module.Definition.Bodies[FunctionIndex - Module.Definition.ImportedFunctionCount];

    /// <summary>The interpreter's code, pinned; null until the first call.</summary>
    internal Array? Interpreted { get; set; }
}
