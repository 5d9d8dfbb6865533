using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Boternity.Skills.Collections;

/// <summary>A copy of a map that equals every other with equal entries; see <see cref="ValueList{T}"/>.</summary>
internal sealed class ValueItems<T> : IReadOnlyDictionary<string, T>, IEquatable<ValueItems<T>>
{
    private readonly Dictionary<string, T> _items;

    internal ValueItems(Dictionary<string, T> items) => _items = items;

    public static ValueItems<T> Empty { get; } = new([]);

    public int Count => _items.Count;

    public IEnumerable<string> Keys => _items.Keys;

    public IEnumerable<T> Values => _items.Values;

    public T this[string key] => _items[key];

    public bool ContainsKey(string key) => _items.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value) => _items.TryGetValue(key, out value);

    public bool Equals(ValueItems<T>? other) =>
        other is not null
        && Count == other.Count
        && _items.All(item => other.TryGetValue(item.Key, out T? value) && Equals(item.Value, value));

    public override bool Equals(object? obj) => Equals(obj as ValueItems<T>);

    public override int GetHashCode() =>
        _items.Keys.Aggregate(0, (hash, key) => hash ^ StringComparer.Ordinal.GetHashCode(key));

    public IEnumerator<KeyValuePair<string, T>> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Makes <see cref="ValueItems{T}"/>.</summary>
internal static class ValueItems
{
    /// <summary>A copy with the equality of its entries. The empty map is one and the same.</summary>
    [return: NotNullIfNotNull(nameof(items))]
    public static IReadOnlyDictionary<string, T>? Of<T>(IReadOnlyDictionary<string, T>? items) => items switch
    {
        null => null,
        { Count: 0 } => ValueItems<T>.Empty,
        ValueItems<T> map => map,
        _ => new ValueItems<T>(new Dictionary<string, T>(items, StringComparer.Ordinal)),
    };
}
