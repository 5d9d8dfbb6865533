using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Components.Types;

namespace Boternity.Skills.Wasm.Components.Linking;

/// <summary>
/// What a host offers to components, by interface and name, whatever engine runs them. Interfaces are found by
/// compatible version; items outside of any interface have an empty interface name.
/// </summary>
internal sealed class HostItems
{
    private readonly Dictionary<string, Dictionary<string, HostItem>> _interfaces = new(StringComparer.Ordinal);

    /// <summary>Adds a function, or replaces one.</summary>
    /// <param name="interfaceName">The interface, with a version if it has one.</param>
    /// <param name="name">The function's name.</param>
    /// <param name="function">What the engine calls.</param>
    /// <param name="shape">Its type, as <see cref="FunctionShape"/> reads it; null when any will do.</param>
    public void AddFunction(string interfaceName, string name, object function, string? shape) =>
        Add(interfaceName, name, new(ExternSort.Func, function, shape is null ? null : FunctionShape.Parse(shape)));

    /// <summary>
    /// Adds a resource type, or replaces one. Two names are the same resource where they have the same object.
    /// </summary>
    public void AddResource(string interfaceName, string name, object resource) =>
        Add(interfaceName, name, new(ExternSort.Type, resource, null));

    /// <summary>The items of an interface, by name; null where the host has no such interface.</summary>
    public IReadOnlyDictionary<string, HostItem>? FindInterface(string name) =>
        _interfaces.GetValueOrDefault(Key(name));

    /// <summary>
    /// The resource that a function's shape names: one of the function's own interface, or else the only one of that
    /// name.
    /// </summary>
    /// <exception cref="InvalidOperationException">The host has none, or several, of that name.</exception>
    public object GetResource(IReadOnlyDictionary<string, HostItem> near, string name)
    {
        if (near.TryGetValue(name, out HostItem? own) && own.Sort == ExternSort.Type)
        {
            return own.Item;
        }

        object[] found =
        [
            .. _interfaces.Values
                .Select(items => items.GetValueOrDefault(name))
                .Where(item => item?.Sort == ExternSort.Type)
                .Select(item => item!.Item)
                .Distinct(ReferenceEqualityComparer.Instance),
        ];
        return found.Length == 1
            ? found[0]
            : throw new InvalidOperationException(
                $"A function of the host names the resource '{name}', of which there are {found.Length}.");
    }

    private static string Key(string interfaceName) =>
        interfaceName.Length == 0 ? "" : ExternName.TryParse(interfaceName)?.CompatibilityKey ?? interfaceName;

    private void Add(string interfaceName, string name, HostItem item)
    {
        string key = Key(interfaceName);
        if (!_interfaces.TryGetValue(key, out Dictionary<string, HostItem>? items))
        {
            _interfaces.Add(key, items = new(StringComparer.Ordinal));
        }

        items[name] = item;
    }
}

/// <summary>A function or resource type of the host.</summary>
/// <param name="Sort">Func, or type for a resource.</param>
/// <param name="Item">What the engine knows it by.</param>
/// <param name="Shape">Of a function, its type; null when any will do.</param>
internal sealed record HostItem(ExternSort Sort, object Item, FunctionShape? Shape);
