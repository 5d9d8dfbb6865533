using System.Collections;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Boternity.Skills.Collections;

/// <summary>
/// A copy of a map of JSON values that equals every other with equal entries; see <see cref="ValueList{T}"/>.
/// </summary>
internal sealed class ValueDictionary : IReadOnlyDictionary<string, JsonElement>, IEquatable<ValueDictionary>
{
    private readonly OrderedDictionary<string, JsonElement> _items;

    private ValueDictionary(OrderedDictionary<string, JsonElement> items) => _items = items;

    public int Count => _items.Count;

    public IEnumerable<string> Keys => _items.Keys;

    public IEnumerable<JsonElement> Values => _items.Values;

    public JsonElement this[string key] => _items[key];

    /// <summary>A copy with the equality of its entries. The empty map is one and the same.</summary>
    [return: NotNullIfNotNull(nameof(items))]
    public static IReadOnlyDictionary<string, JsonElement>? Of(IReadOnlyDictionary<string, JsonElement>? items) =>
        items switch
        {
            null => null,
            { Count: 0 } => FrozenDictionary<string, JsonElement>.Empty,
            ValueDictionary map => map,
            _ => new ValueDictionary(new OrderedDictionary<string, JsonElement>(items, StringComparer.Ordinal)),
        };

    public bool ContainsKey(string key) => _items.ContainsKey(key);

    public bool TryGetValue(string key, out JsonElement value) => _items.TryGetValue(key, out value);

    public bool Equals(ValueDictionary? other) =>
        other is not null
        && Count == other.Count
        && _items.All(
            item => other.TryGetValue(item.Key, out JsonElement value) && JsonElement.DeepEquals(item.Value, value));

    public override bool Equals(object? obj) => Equals(obj as ValueDictionary);

    /// <summary>The keys alone, in any order: equal JSON can be written in several ways.</summary>
    public override int GetHashCode() =>
        _items.Keys.Aggregate(0, (hash, key) => hash ^ StringComparer.Ordinal.GetHashCode(key));

    public IEnumerator<KeyValuePair<string, JsonElement>> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
