using System.Diagnostics.CodeAnalysis;

namespace Boternity.Skills.Wasm.Components.Types;

/// <summary>Imports or exports in order, and by name.</summary>
internal sealed class NamedExterns
{
    public static readonly NamedExterns Empty = new([]);

    private readonly Dictionary<string, int> _indices;

    public NamedExterns(KeyValuePair<string, ExternType>[] items)
    {
        Items = items;
        _indices = new(items.Length, StringComparer.Ordinal);
        for (int i = 0; i < items.Length; i++)
        {
            _indices.Add(items[i].Key, i);
            if (items[i].Value.Type is TypeDefinition type)
            {
                Depth = Math.Max(Depth, type.Depth);
            }

            TreeSize += 1 + items[i].Value.TreeSize;
        }
    }

    public KeyValuePair<string, ExternType>[] Items { get; }

    public long TreeSize { get; }

    public int Depth { get; }

    public int Count => Items.Length;

    public bool TryGet(string name, [MaybeNullWhen(false)] out ExternType type)
    {
        bool found = _indices.TryGetValue(name, out int index);
        type = found ? Items[index].Value : default;
        return found;
    }
}
