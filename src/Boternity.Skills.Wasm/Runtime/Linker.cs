using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>
/// Names for what modules import. Functions of the host belong to no store, so that a linker with functions only serves
/// all stores; memories, tables, globals and functions of guests belong to theirs.
/// </summary>
internal sealed class Linker
{
    /// <summary>Imports that are found or compared between two looks at the clock.</summary>
    public const int ImportsBetweenLooks = 1 << 12;

    private readonly Dictionary<(string Module, string Name), Extern> _externs = [];

    /// <summary>Defines, or defines anew, a function of the host.</summary>
    public Linker DefineFunction(string module, string name, FuncType type, HostCallback callback) =>
        Define(module, name, new Function(type, callback));

    /// <summary>Defines, or defines anew, whatever can be imported.</summary>
    public Linker Define(string module, string name, Extern value)
    {
        _externs[(module, name)] = value;
        return this;
    }

    /// <summary>Defines all exports of an instance under a module name.</summary>
    public Linker DefineInstance(string module, Instance instance)
    {
        foreach (Export export in instance.Module.Definition.Exports)
        {
            Define(module, export.Name, instance.GetExtern(export));
        }

        return this;
    }

    public Extern? Find(string module, string name) => _externs.GetValueOrDefault((module, name));

    /// <summary>Makes an instance: resolves the imports, fills tables and memories, runs the start function.</summary>
    /// <exception cref="WasmLinkException">An import is missing or of another type, or the store's limit does not allow
    /// the initial sizes.</exception>
    /// <exception cref="WasmTrapException">A segment does not fit, or the start function trapped.</exception>
    public Instance Instantiate(Store store, Module module) =>
        Instantiator.Create(store, module, Resolve(store, module.Definition.Imports));

    /// <summary>Makes an instance that holds what another one held: resolves the imports, runs no function.</summary>
    /// <exception cref="WasmLinkException">An import is missing or of another type, or the store's limit does not allow
    /// the sizes.</exception>
    public Instance Restore(Store store, InstanceSnapshot snapshot) =>
        Instantiator.Restore(store, snapshot, Resolve(store, snapshot.Module.Definition.Imports));

    private Extern[] Resolve(Store store, Import[] imports)
    {
        if (imports.Length == 0)
        {
            return [];
        }

        var externs = new Extern[imports.Length];
        for (int i = 0; i < imports.Length; i++)
        {
            if (i % ImportsBetweenLooks == ImportsBetweenLooks - 1)
            {
                store.CheckInterrupt();
            }

            externs[i] = Find(imports[i].Module, imports[i].Name)
                ?? throw new WasmLinkException("unknown import", imports[i].Module, imports[i].Name);
        }

        return externs;
    }
}
