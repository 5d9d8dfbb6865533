using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Components.Definitions;

/// <summary>
/// What one instantiation of a component makes, counted without making anything: an engine can charge it, or refuse it.
/// </summary>
internal sealed class InstantiationCounts
{
    private readonly Dictionary<ModuleDefinition, int> _modules = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<ComponentDefinition, int> _components = new(ReferenceEqualityComparer.Instance);

    /// <summary>Component instances.</summary>
    public int Instances { get; private set; }

    /// <summary>Core instances, those that are put together included.</summary>
    public int CoreInstances { get; private set; }

    /// <summary>Definitions that are followed.</summary>
    public long Definitions { get; private set; }

    /// <summary>How often each core module is instantiated.</summary>
    public IReadOnlyDictionary<ModuleDefinition, int> Modules => _modules;

    /// <summary>How often each component is instantiated.</summary>
    public IReadOnlyDictionary<ComponentDefinition, int> Components => _components;

    public void Add(ComponentDefinition component)
    {
        Instances++;
        Definitions += component.Size;
        _components[component] = _components.GetValueOrDefault(component) + 1;
    }

    /// <param name="module">The module; null where the instance is put together, or the module is the host's.</param>
    public void AddCoreInstance(ModuleDefinition? module)
    {
        CoreInstances++;
        if (module is not null)
        {
            _modules[module] = _modules.GetValueOrDefault(module) + 1;
        }
    }
}
