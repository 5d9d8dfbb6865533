using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>A module that was decoded and found valid. All threads may use it; it holds what its instances
/// share.</summary>
internal sealed partial class Module
{
    private Dictionary<string, Export>? _exports;

    internal Module(RuntimeServices services, ModuleDefinition definition)
    {
        Services = services;
        Definition = definition;
        Code = new CodeTable(this);
    }

    public ModuleDefinition Definition { get; }

    internal RuntimeServices Services { get; }

    /// <summary>The code of its functions, made at their first call.</summary>
    internal CodeTable Code { get; }

    /// <summary>The export of this name, or null.</summary>
    public Export? FindExport(string name)
    {
        Export[] exports = Definition.Exports;
        if (exports.Length <= 8)
        {
            foreach (Export export in exports)
            {
                if (export.Name == name)
                {
                    return export;
                }
            }

            return null;
        }

        _exports ??= exports.ToDictionary(e => e.Name);
        return _exports.TryGetValue(name, out Export found) ? found : null;
    }
}
