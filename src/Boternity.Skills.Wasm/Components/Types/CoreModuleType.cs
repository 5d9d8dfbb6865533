namespace Boternity.Skills.Wasm.Components.Types;

/// <summary>The type of a core module.</summary>
internal sealed class CoreModuleType
{
    public CoreModuleType(
        Dictionary<(string Module, string Name), CoreExternType> imports,
        Dictionary<string, CoreExternType> exports)
    {
        Imports = imports;
        Exports = exports;
    }

    public Dictionary<(string Module, string Name), CoreExternType> Imports { get; }

    public Dictionary<string, CoreExternType> Exports { get; }

    public long TreeSize => 1 + Imports.Count + Exports.Count;
}
