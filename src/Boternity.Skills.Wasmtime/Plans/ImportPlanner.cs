using Boternity.Skills.Wasm;
using Boternity.Skills.Wasm.Components;
using Boternity.Skills.Wasm.Components.Linking;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Programs;
using Boternity.Skills.Wasmtime.Components;

namespace Boternity.Skills.Wasmtime.Plans;

/// <summary>
/// Finds what a component imports among what the host offers, under the names and types that it asks for.
/// </summary>
internal sealed class ImportPlanner
{
    private static readonly HostItems Offered = OfferAll();
    private static readonly Dictionary<HostFunction, int> Functions = NumberFunctions();

    private readonly Dictionary<ResourceIdentity, uint> _resources = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<DefValType, ValueShape> _shapes = new(ReferenceEqualityComparer.Instance);
    private int _count;

    private ImportPlanner()
    {
    }

    /// <summary>The imports of a component.</summary>
    /// <exception cref="WasmLinkException">An import is missing or of another type; it is named.</exception>
    public static IReadOnlyList<PlannedImport> Plan(NamedExterns imports)
    {
        Dictionary<string, object?> found = ImportResolver.Resolve(imports, Offered);
        var planner = new ImportPlanner();
        planner.NameResources(imports, found);
        return planner.PlanAll(imports, found);
    }

    /// <summary>The number of a resource type of the host: they are told apart by it, and 0 stands for none.</summary>
    public static uint NumberOf(HostResource resource)
    {
        IReadOnlyList<HostResource> resources = ProgramLoader.Definitions.Resources;
        for (int i = 0; i < resources.Count; i++)
        {
            if (ReferenceEquals(resources[i], resource))
            {
                return (uint)i + 1;
            }
        }

        throw new ArgumentException("The host does not offer it.", nameof(resource));
    }

    private static HostItems OfferAll()
    {
        var items = new HostItems();
        foreach (HostResource resource in ProgramLoader.Definitions.Resources)
        {
            items.AddResource(resource.Interface, resource.Name, resource);
        }

        foreach (HostFunction function in ProgramLoader.Definitions.Functions)
        {
            items.AddFunction(function.Interface, function.Name, function, function.Shape);
        }

        return items;
    }

    private static Dictionary<HostFunction, int> NumberFunctions()
    {
        var numbers = new Dictionary<HostFunction, int>(ReferenceEqualityComparer.Instance);
        foreach (HostFunction function in ProgramLoader.Definitions.Functions)
        {
            numbers.Add(function, numbers.Count);
        }

        return numbers;
    }

    // Types of instances inside of instances may share parts many times over.
    private void Count(string name)
    {
        if (++_count > ComponentLimits.MaxImportedItems)
        {
            throw new WasmLinkException(
                $"the component imports more than the limit of {ComponentLimits.MaxImportedItems} items", "", name);
        }
    }

    // A function may come before the resource that its type names.
    private void NameResources(NamedExterns types, Dictionary<string, object?> items)
    {
        foreach ((string name, ExternType type) in types.Items)
        {
            Count(name);
            if (type.Type is ResourceType resource && items[name] is HostResource host)
            {
                _resources[resource.Identity] = NumberOf(host);
            }
            else if (type.Sort == ExternSort.Instance)
            {
                NameResources(((InstanceType)type.Type).Exports, (Dictionary<string, object?>)items[name]!);
            }
        }
    }

    private List<PlannedImport> PlanAll(NamedExterns types, Dictionary<string, object?> items)
    {
        List<PlannedImport> planned = [];
        foreach ((string name, ExternType type) in types.Items)
        {
            if (Plan(name, type, items[name]) is { } import)
            {
                planned.Add(import);
            }
        }

        return planned;
    }

    private PlannedImport? Plan(string name, ExternType type, object? item) => type.Sort switch
    {
        ExternSort.Func => PlanFunction(name, (HostFunction)item!, (ComponentFuncType)type.Type),
        ExternSort.Instance => new PlannedImport(PlannedImportKind.Instance, name)
        {
            Items = PlanAll(((InstanceType)type.Type).Exports, (Dictionary<string, object?>)item!),
        },
        ExternSort.Type when item is HostResource resource =>
            new PlannedImport(PlannedImportKind.Resource, name) { Number = (int)NumberOf(resource) },
        _ => null,
    };

    private PlannedImport PlanFunction(string name, HostFunction function, ComponentFuncType type)
    {
        var parameters = new ValueShape[type.Parameters.Length];
        for (int i = 0; i < parameters.Length; i++)
        {
            parameters[i] = ValueShape.Of(type.Parameters[i], _resources, _shapes);
        }

        return new PlannedImport(PlannedImportKind.Function, name)
        {
            Number = Functions[function],
            Parameters = parameters,
            Result = type.Result is { } result ? ValueShape.Of(result, _resources, _shapes) : null,
        };
    }
}
