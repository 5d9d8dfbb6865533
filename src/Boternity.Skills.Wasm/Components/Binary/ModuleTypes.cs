using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Components.Binary;

/// <summary>The type of a decoded core module.</summary>
internal static class ModuleTypes
{
    public static CoreModuleType Of(ModuleDefinition module, long offset)
    {
        var imports = new Dictionary<(string, string), CoreExternType>(module.Imports.Length);
        foreach (Import import in module.Imports)
        {
            if (!imports.TryAdd((import.Module, import.Name), Get(module, import.Kind, import.Index)))
            {
                throw new WasmValidationException(
                    $"duplicate import name `{import.Module}:{import.Name}` already defined", offset);
            }
        }

        var exports = new Dictionary<string, CoreExternType>(module.Exports.Length, StringComparer.Ordinal);
        foreach (Export export in module.Exports)
        {
            exports.Add(export.Name, Get(module, export.Kind, export.Index));
        }

        return new CoreModuleType(imports, exports);
    }

    private static CoreExternType Get(ModuleDefinition module, ExternKind kind, int index) => new(kind, kind switch
    {
        ExternKind.Function => module.GetFunctionType(index),
        ExternKind.Table => module.Tables[index],
        ExternKind.Memory => module.Memories[index],
        _ => module.GlobalTypes[index],
    });
}
