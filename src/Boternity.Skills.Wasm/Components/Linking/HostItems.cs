using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Components.Types;

namespace Boternity.Skills.Wasm.Components.Linking;

/// <summary>
/// What a host offers to components, by interface and name, whatever engine runs them. Interfaces are found by
/// compatible version; items outside of any interface have an empty interface name.
/// </summary>
internal sealed class HostItems
{
    private readonly Dictionary<(string Interface, string Name), HostItem> _items = [];
    private readonly HashSet<string> _interfaces = new(StringComparer.Ordinal);

    /// <summary>Adds a function, or replaces one.</summary>
    /// <param name="interfaceName">The interface, with a version if it has one.</param>
    /// <param name="name">The function's name.</param>
    /// <param name="function">What the engine calls.</param>
    /// <param name="shape">Its type as <see cref="ComponentFuncType.ToString"/> writes it; null when any will
    /// do.</param>
    public void AddFunction(string interfaceName, string name, object function, string? shape) =>
        Add(interfaceName, name, new(ExternSort.Func, function, shape));

    /// <summary>
    /// Adds a resource type, or replaces one. Two names are the same resource where they have the same object.
    /// </summary>
    public void AddResource(string interfaceName, string name, object resource) =>
        Add(interfaceName, name, new(ExternSort.Type, resource, null));

    public bool HasInterface(string name) => _interfaces.Contains(Key(name));

    public HostItem? Find(string interfaceName, string name) => _items.GetValueOrDefault((Key(interfaceName), name));

    private static string Key(string interfaceName) =>
        interfaceName.Length == 0 ? "" : ExternName.TryParse(interfaceName)?.CompatibilityKey ?? interfaceName;

    private void Add(string interfaceName, string name, HostItem item)
    {
        string key = Key(interfaceName);
        _interfaces.Add(key);
        _items[(key, name)] = item;
    }
}

/// <summary>A function or resource type of the host.</summary>
/// <param name="Sort">Func, or type for a resource.</param>
/// <param name="Item">What the engine knows it by.</param>
/// <param name="Shape">Of a function, its type without labels; null when any will do.</param>
internal sealed record HostItem(ExternSort Sort, object Item, string? Shape);
