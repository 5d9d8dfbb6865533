using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Components.Binary;

/// <summary>What has index spaces of its own.</summary>
internal enum ScopeKind : byte
{
    Component,
    ComponentType,
    InstanceType,
}

/// <summary>
/// The index spaces of a component, component type or instance type while it is read. Definitions refer only to what
/// stands before them.
/// </summary>
internal sealed class ComponentScope(ScopeKind kind, DecodeContext context, ComponentScope? parent)
{
    private readonly Dictionary<ComponentFuncType, int> _signatureNumbers = new(ReferenceEqualityComparer.Instance);

    /// <summary>A new scope inside of <paramref name="parent"/>.</summary>
    public static ComponentScope Open(ScopeKind kind, DecodeContext context, ComponentScope? parent, long offset)
    {
        var scope = new ComponentScope(kind, context, parent);
        if (scope.Depth > ComponentLimits.MaxNesting)
        {
            throw new WasmValidationException($"nesting exceeds the limit of {ComponentLimits.MaxNesting}", offset);
        }

        return scope;
    }

    public DecodeContext Context { get; } = context;

    public ScopeKind Kind { get; } = kind;

    public ComponentScope? Parent { get; } = parent;

    public int Depth { get; } = parent is null ? 1 : parent.Depth + 1;

    public TypeWork Work => Context.Work;

    public List<FuncType> CoreFuncs { get; } = [];

    public List<TableType> CoreTables { get; } = [];

    public List<MemoryType> CoreMemories { get; } = [];

    public List<GlobalType> CoreGlobals { get; } = [];

    /// <summary>Each a <see cref="FuncType"/> or a <see cref="CoreModuleType"/>.</summary>
    public List<object> CoreTypes { get; } = [];

    public List<CoreModuleType> CoreModules { get; } = [];

    public List<Dictionary<string, CoreExternType>> CoreInstances { get; } = [];

    public List<TypeDefinition> Types { get; } = [];

    public List<ComponentFuncType> Funcs { get; } = [];

    public List<InstanceType> Instances { get; } = [];

    public List<ComponentType> Components { get; } = [];

    public List<KeyValuePair<string, ExternType>> Imports { get; } = [];

    public List<KeyValuePair<string, ExternType>> Exports { get; } = [];

    public NameScope ImportNames { get; } = new("import");

    public NameScope ExportNames { get; } = new("export");

    /// <summary>The resources that imports bring.</summary>
    public List<ResourceIdentity> ImportedResources { get; } = [];

    /// <summary>The resources that are made here, by definition, by instantiation or (in a type) by export.</summary>
    public List<ResourceIdentity> DefinedResources { get; } = [];

    /// <summary>The types that imports may use.</summary>
    public HashSet<TypeDefinition> NamedForImports { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>The types that exports may use.</summary>
    public HashSet<TypeDefinition> NamedForExports { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>What instantiation does, in order. Only for components.</summary>
    public List<ComponentStep> Steps { get; } = [];

    /// <summary>See <see cref="ComponentDefinition.Modules"/>.</summary>
    public List<ModuleDefinition> Modules { get; } = [];

    /// <summary>See <see cref="ComponentDefinition.Components"/>.</summary>
    public List<ComponentDefinition> NestedComponents { get; } = [];

    /// <summary>See <see cref="ComponentDefinition.Signatures"/>.</summary>
    public List<ComponentFuncType> Signatures { get; } = [];

    /// <summary>Where an instance keeps the resource that stands for each.</summary>
    public Dictionary<ResourceIdentity, int> ResourceSlots { get; } = new(ReferenceEqualityComparer.Instance);

    public TypeDefinition GetType(uint index, long offset) => Get(Types, index, "type", offset);

    public static T Get<T>(List<T> space, uint index, string what, long offset) =>
        index < (uint)space.Count
            ? space[(int)index]
            : throw new WasmValidationException($"unknown {what} {index}: {what} index out of bounds", offset);

    public T GetType<T>(uint index, string what, long offset)
        where T : TypeDefinition =>
        GetType(index, offset) as T
            ?? throw new WasmValidationException($"type index {index} is not a {what} type", offset);

    public ResourceType GetResource(uint index, long offset) =>
        GetType(index, offset) as ResourceType
            ?? throw new WasmValidationException($"type index {index} is not a resource type", offset);

    public static void Add<T>(List<T> space, T item, string what, long offset)
    {
        if (space.Count >= ComponentLimits.MaxIndexSpace)
        {
            throw new WasmValidationException(
                $"{what} count exceeds the limit of {ComponentLimits.MaxIndexSpace}", offset);
        }

        space.Add(item);
    }

    /// <summary>Adds a definition to the index space of its sort.</summary>
    public void Add(ExternType item, long offset)
    {
        switch (item.Sort)
        {
            case ExternSort.Module: Add(CoreModules, (CoreModuleType)item.Type, "core module", offset); break;
            case ExternSort.Func: Add(Funcs, (ComponentFuncType)item.Type, "function", offset); break;
            case ExternSort.Type: Add(Types, item.Definition, "type", offset); break;
            case ExternSort.Component: Add(Components, (ComponentType)item.Type, "component", offset); break;
            default: Add(Instances, (InstanceType)item.Type, "instance", offset); break;
        }
    }

    public ExternType GetExtern(ExternSort sort, uint index, long offset) => new(sort, sort switch
    {
        ExternSort.Module => Get(CoreModules, index, "core module", offset),
        ExternSort.Func => Get(Funcs, index, "function", offset),
        ExternSort.Type => GetType(index, offset),
        ExternSort.Component => Get(Components, index, "component", offset),
        _ => Get(Instances, index, "instance", offset),
    });

    public int AddResourceSlot(ResourceIdentity identity)
    {
        int slot = ResourceSlots.Count;
        ResourceSlots.Add(identity, slot);
        return slot;
    }

    public int GetResourceSlot(ResourceIdentity identity, long offset) =>
        ResourceSlots.TryGetValue(identity, out int slot)
        ? slot
        : throw new WasmValidationException("resource type is not available in the component", offset);

    /// <summary>Notes the type of a lifted or lowered function, and gives its number.</summary>
    public int AddSignature(ComponentFuncType type)
    {
        if (!_signatureNumbers.TryGetValue(type, out int number))
        {
            number = Signatures.Count;
            Signatures.Add(type);
            _signatureNumbers.Add(type, number);
        }

        return number;
    }

    /// <summary>The scope that an outer alias with this count refers to: 0 is this one.</summary>
    public ComponentScope GetOuter(uint count, long offset)
    {
        ComponentScope? outer = this;
        for (uint i = 0; i < count && outer is not null; i++)
        {
            outer = outer.Parent;
        }

        return outer ?? throw new WasmValidationException($"invalid outer alias count of {count}", offset);
    }

    /// <summary>What was read, as a component.</summary>
    public ComponentDefinition Close() => new(
        new ComponentType(new([.. Imports]), new([.. Exports]), [.. ImportedResources], [.. DefinedResources]),
        [.. Steps],
        ResourceSlots)
    {
        Modules = [.. Modules],
        Components = [.. NestedComponents],
        Signatures = [.. Signatures],
    };
}
