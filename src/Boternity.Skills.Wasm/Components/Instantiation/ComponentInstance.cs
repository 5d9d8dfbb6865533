using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Components.Instantiation;

/// <summary>An instance of a component: the items of its index spaces, and what it exports.</summary>
internal sealed class ComponentInstance : ComponentInstanceState
{
    // Core instances look at the clock themselves; what is between them takes less than a microsecond for each item.
    private const int ItemsBetweenChecks = 1_024;

    private ComponentInstance(
        ComponentContext context,
        ComponentClosure component,
        ComponentExports arguments,
        ComponentInstance? parent)
        : base(context, parent, component.Code.Definition.ResourceSlots.Count)
    {
        Code = component.Code;
        LexicalParent = component.LexicalParent;
        Arguments = arguments;
    }

    public ComponentCode Code { get; }

    /// <summary>
    /// Gets the instance of the component that this one's is written in: what outer aliases refer to.
    /// </summary>
    public ComponentInstance? LexicalParent { get; }

    /// <summary>Gets what the host or the parent gave.</summary>
    public ComponentExports Arguments { get; }

    public List<Module> CoreModules { get; } = [];

    public List<CoreExports> CoreInstances { get; } = [];

    public List<Function> CoreFuncs { get; } = [];

    public List<Table> CoreTables { get; } = [];

    public List<Memory> CoreMemories { get; } = [];

    public List<Global> CoreGlobals { get; } = [];

    public List<ComponentClosure> Components { get; } = [];

    public List<ComponentExports> Instances { get; } = [];

    public List<ComponentFunction> Funcs { get; } = [];

    /// <summary>Gets what it exports.</summary>
    public ComponentExports Exports { get; } = new();

    /// <summary>Makes an instance by following the component's steps.</summary>
    /// <exception cref="WasmLinkException">A limit does not allow what the component makes.</exception>
    /// <exception cref="WasmTrapException">A start function trapped, a segment did not fit, or the guest was
    /// stopped.</exception>
    public static ComponentInstance Create(
        ComponentContext context,
        ComponentClosure component,
        ComponentExports arguments,
        ComponentInstance? parent)
    {
        ComponentContext.EnsureStack();
        context.Store.ReserveForInstance(component.Code.InstanceBytes);
        var instance = new ComponentInstance(context, component, arguments, parent);
        context.Add(instance);
        context.CountDefinitions(component.Code.Definition.Steps.Length);

        // A component's core code may run while it is being made, in start functions; nobody can call it before.
        instance.MayEnter = false;
        ComponentStep[] steps = component.Code.Definition.Steps;
        int sinceCheck = 0;
        foreach (ComponentStep step in steps)
        {
            sinceCheck += step.Size;
            if (sinceCheck > ItemsBetweenChecks)
            {
                context.Store.CheckInterrupt();
                sinceCheck = 0;
            }

            InstantiationSteps.Run(instance, step);
        }

        instance.MayEnter = true;
        return instance;
    }

    /// <summary>The function exported under this name, or null.</summary>
    public ComponentFunction? FindFunction(string name) => Exports.Find(name) as ComponentFunction;

    /// <summary>The function of the interface exported under a name of a compatible version, or null.</summary>
    public ComponentFunction? FindFunction(string interfaceName, string name) =>
        Exports.FindCompatible(interfaceName) is ComponentExports instance
            ? instance.Find(name) as ComponentFunction
            : null;

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

    /// <summary>
    /// An item by index. Of a type, the resource in <paramref name="resourceSlot"/>, or null when it is none.
    /// </summary>
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

    /// <summary>
    /// Puts the resources that <paramref name="item"/> brings where the component's functions look for them.
    /// </summary>
    public void Bind(ResourceBinding[] bindings, object? item)
    {
        foreach (ResourceBinding binding in bindings)
        {
            object? found = item;
            foreach (string name in binding.Path)
            {
                found = (found as ComponentExports)?.Find(name);
            }

            if (found is RuntimeResource resource)
            {
                SetResource(binding.Slot, resource);
            }
        }
    }
}
