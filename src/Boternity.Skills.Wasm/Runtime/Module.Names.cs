using Boternity.Skills.Wasm.Binary;

namespace Boternity.Skills.Wasm.Runtime;

/// <content>Names of functions, for backtraces.</content>
internal sealed partial class Module
{
    private Dictionary<int, string>? _functionNames;

    /// <summary>A function's name from the name section, or null.</summary>
    public string? FindFunctionName(int functionIndex)
    {
        _functionNames ??= NameSection.ReadFunctionNames(Definition);
        return _functionNames.GetValueOrDefault(functionIndex);
    }
}
