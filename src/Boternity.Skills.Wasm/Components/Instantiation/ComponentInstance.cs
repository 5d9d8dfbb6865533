using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Components.Instantiation;

/// <summary>An instance of a component (CanonicalABI, "Component Instance State").</summary>
internal sealed partial class ComponentInstance
{
    private readonly RuntimeResource?[] _resources;

    private ComponentInstance(ComponentContext context, ComponentDefinition definition, ComponentInstance? parent, ComponentInstance? lexicalParent)
    {
        Context = context;
        Parent = parent;
        LexicalParent = lexicalParent;
        Handles = new HandleTable(context);
        _resources = definition.ResourceSlots.Count == 0 ? [] : new RuntimeResource?[definition.ResourceSlots.Count];
        Depth = parent is null ? 1 : parent.Depth + 1;
    }

    public ComponentContext Context { get; }

    /// <summary>The instance that made this one; null for one that the host made.</summary>
    public ComponentInstance? Parent { get; }

    /// <summary>The instance of the component that this one's is written in: what outer aliases refer to.</summary>
    public ComponentInstance? LexicalParent { get; }

    public int Depth { get; }

    public HandleTable Handles { get; }

    public bool MayLeave { get; set; } = true;

    public bool MayEnter { get; private set; } = true;

    public List<Module> CoreModules { get; } = [];

    public List<CoreExports> CoreInstances { get; } = [];

    public List<Function> CoreFuncs { get; } = [];

    public List<Table> CoreTables { get; } = [];

    public List<Memory> CoreMemories { get; } = [];

    public List<Global> CoreGlobals { get; } = [];

    public List<ComponentClosure> Components { get; } = [];

    public List<ComponentExports> Instances { get; } = [];

    public List<ComponentFunction> Funcs { get; } = [];

    /// <summary>What it exports.</summary>
    public ComponentExports Exports { get; } = new();

    /// <summary>What the host or the parent gave.</summary>
    public ComponentExports Arguments { get; private init; } = ComponentExports.Empty;

    public RuntimeResource GetResource(int slot) => _resources[slot] ?? throw new WasmLinkException("a resource is used before it is defined");

    public void SetResource(int slot, RuntimeResource resource) => _resources[slot] = resource;

    /// <summary>The function exported under this name, or null.</summary>
    public ComponentFunction? FindFunction(string name) => Exports.Find(name) as ComponentFunction;

    /// <summary>The function of the interface exported under a name of a compatible version, or null.</summary>
    public ComponentFunction? FindFunction(string interfaceName, string name) => Exports.FindCompatible(interfaceName) is ComponentExports instance ? instance.Find(name) as ComponentFunction : null;

    /// <summary>Begins a call from <paramref name="caller"/>, or from the host. An instance that is already running is not entered again, nor one that trapped.</summary>
    public void Enter(ComponentInstance? caller)
    {
        for (ComponentInstance? i = this; i is not null && !IsSelfOrAncestor(i, caller); i = i.Parent)
        {
            if (!i.MayEnter) ComponentTraps.Throw("cannot enter component instance");
        }

        for (ComponentInstance? i = this; i is not null && !IsSelfOrAncestor(i, caller); i = i.Parent) i.MayEnter = false;
    }

    /// <summary>Ends a call that <see cref="Enter"/> began. Not called after a trap: the instance stays closed.</summary>
    public void Leave(ComponentInstance? caller)
    {
        for (ComponentInstance? i = this; i is not null && !IsSelfOrAncestor(i, caller); i = i.Parent) i.MayEnter = true;
    }

    private static bool IsSelfOrAncestor(ComponentInstance candidate, ComponentInstance? of)
    {
        while (of is not null && of.Depth > candidate.Depth) of = of.Parent;
        return ReferenceEquals(of, candidate);
    }
}
