using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Boternity.Skills.Collections;

/// <summary>
/// A copy of a list that equals every other with equal items in the same order. Public records keep their lists so,
/// because the equality that the compiler gives a record asks each of its members.
/// </summary>
internal sealed class ValueList<T> : IReadOnlyList<T>, IEquatable<ValueList<T>>
{
    private readonly T[] _items;

    internal ValueList(T[] items) => _items = items;

    public int Count => _items.Length;

    public T this[int index] => _items[index];

    public bool Equals(ValueList<T>? other) => other is not null && _items.AsSpan().SequenceEqual(other._items);

    public override bool Equals(object? obj) => Equals(obj as ValueList<T>);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (T item in _items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();
}

/// <summary>Makes <see cref="ValueList{T}"/>s.</summary>
internal static class ValueList
{
    /// <summary>
    /// A copy with the equality of its items. The empty list is the one that <c>[]</c> gives, which equals
    /// itself alone.
    /// </summary>
    [return: NotNullIfNotNull(nameof(items))]
    public static IReadOnlyList<T>? Of<T>(IReadOnlyList<T>? items) => items switch
    {
        null => null,
        { Count: 0 } => [],
        ValueList<T> list => list,
        _ => new ValueList<T>([.. items]),
    };
}
