using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Definitions;

namespace Boternity.Skills.Wasm.Components.Instantiation;

/// <summary>
/// What a component instance exports, by name: each a <see cref="ComponentFunction"/>, a
/// <see cref="ComponentExports"/>, a <see cref="RuntimeResource"/>,
/// a <see cref="ComponentClosure"/>, a core module, or null for a type that is not a resource.
/// </summary>
internal sealed class ComponentExports
{
    public static readonly ComponentExports Empty = new();

    private readonly Dictionary<string, object?> _items = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, object?> Items => _items;

    public void Add(string name, object? item) => _items.Add(name, item);

    public object? Find(string name) => _items.GetValueOrDefault(name);

    /// <summary>What is exported under this name, or under one of a compatible version.</summary>
    public object? FindCompatible(string name)
    {
        if (_items.TryGetValue(name, out object? exact))
        {
            return exact;
        }

        if (ExternName.TryParse(name) is not { Version: not null } wanted)
        {
            return null;
        }

        foreach ((string key, object? item) in _items)
        {
            if (key.StartsWith(wanted.WithoutVersion, StringComparison.Ordinal)
                && ExternName.TryParse(key)?.CompatibilityKey == wanted.CompatibilityKey)
            {
                return item;
            }
        }

        return null;
    }
}
