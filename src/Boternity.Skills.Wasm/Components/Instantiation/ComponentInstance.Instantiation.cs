using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Components.Instantiation;

internal sealed partial class ComponentInstance
{
    /// <summary>Makes an instance by following the component's steps.</summary>
    public static ComponentInstance Create(ComponentContext context, ComponentClosure component, ComponentExports arguments, ComponentInstance? parent)
    {
        var instance = new ComponentInstance(context, component.Definition, parent, component.LexicalParent) { Arguments = arguments };
        context.Add(instance);
        context.CountDefinitions(component.Definition.Steps.Length);

        // A component's core code may run while it is being made, in start functions; nobody can call it before.
        instance.MayEnter = false;
        foreach (ComponentStep step in component.Definition.Steps) step.Run(instance);
        instance.MayEnter = true;
        return instance;
    }

    /// <summary>Adds an item to the index space of its sort; types have none at run time.</summary>
    public void Add(ExternSort sort, object? item)
    {
        switch (sort)
        {
            case ExternSort.Module: CoreModules.Add((Module)item!); break;
            case ExternSort.Func: Funcs.Add((ComponentFunction)item!); break;
            case ExternSort.Component: Components.Add((ComponentClosure)item!); break;
            case ExternSort.Instance: Instances.Add((ComponentExports)item!); break;
        }
    }

    /// <summary>An item by index. Of a type, the resource in <paramref name="resourceSlot"/>, or null when it is none.</summary>
    public object? Get(ExternSort sort, int index, int resourceSlot) => sort switch
    {
        ExternSort.Module => CoreModules[index],
        ExternSort.Func => Funcs[index],
        ExternSort.Component => Components[index],
        ExternSort.Instance => Instances[index],
        _ => resourceSlot >= 0 ? GetResource(resourceSlot) : null,
    };

    public void Add(Extern item)
    {
        switch (item.Kind)
        {
            case ExternKind.Function: CoreFuncs.Add((Function)item); break;
            case ExternKind.Table: CoreTables.Add((Table)item); break;
            case ExternKind.Memory: CoreMemories.Add((Memory)item); break;
            default: CoreGlobals.Add((Global)item); break;
        }
    }

    public Extern Get(ExternKind kind, int index) => kind switch
    {
        ExternKind.Function => CoreFuncs[index],
        ExternKind.Table => CoreTables[index],
        ExternKind.Memory => CoreMemories[index],
        _ => CoreGlobals[index],
    };

    public AbiOptions Resolve(CanonOptions options) => new(
        options.Encoding,
        options.Memory < 0 ? null : CoreMemories[options.Memory],
        options.Realloc < 0 ? null : CoreFuncs[options.Realloc],
        options.PostReturn < 0 ? null : CoreFuncs[options.PostReturn]);

    /// <summary>Puts the resources that <paramref name="item"/> brings where the component's functions look for them.</summary>
    public void Bind(ResourceBinding[] bindings, object? item)
    {
        foreach (ResourceBinding binding in bindings)
        {
            object? found = item;
            foreach (string name in binding.Path) found = (found as ComponentExports)?.Find(name);
            if (found is RuntimeResource resource) SetResource(binding.Slot, resource);
        }
    }
}
