using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Boternity.Skills.Collections;

/// <summary>
/// A copy of a map of a host's objects that equals every other with equal entries; see <see cref="ValueList{T}"/>.
/// </summary>
internal sealed class ValueItems : IReadOnlyDictionary<string, object>, IEquatable<ValueItems>
{
    private readonly Dictionary<string, object> _items;

    private ValueItems(Dictionary<string, object> items) => _items = items;

    public static ValueItems Empty { get; } = new([]);

    public int Count => _items.Count;

    public IEnumerable<string> Keys => _items.Keys;

    public IEnumerable<object> Values => _items.Values;

    public object this[string key] => _items[key];

    [return: NotNullIfNotNull(nameof(items))]
    public static IReadOnlyDictionary<string, object>? Of(IReadOnlyDictionary<string, object>? items) => items switch
    {
        null => null,
        { Count: 0 } => Empty,
        ValueItems map => map,
        _ => new ValueItems(new Dictionary<string, object>(items, StringComparer.Ordinal)),
    };

    public bool ContainsKey(string key) => _items.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object value) => _items.TryGetValue(key, out value);

    public bool Equals(ValueItems? other) =>
        other is not null
        && Count == other.Count
        && _items.All(item => other.TryGetValue(item.Key, out object? value) && Equals(item.Value, value));

    public override bool Equals(object? obj) => Equals(obj as ValueItems);

    public override int GetHashCode() =>
        _items.Keys.Aggregate(0, (hash, key) => hash ^ StringComparer.Ordinal.GetHashCode(key));

    public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
