using System.Text;
using Boternity.Skills.Wasm.Components.Types;

namespace Boternity.Skills.Wasmtime.Components;

/// <summary>
/// A value type as its values cross between Wasmtime, which knows cases and fields by name, and the host's functions,
/// which know them by number.
/// </summary>
internal sealed class ValueShape
{
    private readonly byte[][] _labels;

    /// <param name="kind">The kind of type.</param>
    /// <param name="labels">The names of cases, flags or fields, in UTF-8.</param>
    /// <param name="parts">The types of the parts.</param>
    /// <param name="resourceType">Of a handle, the number of the resource type.</param>
    public ValueShape(DefValTypeKind kind, byte[][] labels, ValueShape?[] parts, uint resourceType)
    {
        Kind = kind;
        Parts = parts;
        ResourceType = resourceType;
        _labels = labels;
    }

    public DefValTypeKind Kind { get; }

    /// <summary>The types of the parts, as <see cref="DefValType.Parts"/>.</summary>
    public ValueShape?[] Parts { get; }

    /// <summary>Of a handle, the number of the resource type.</summary>
    public uint ResourceType { get; }

    /// <summary>How many labels there are.</summary>
    public int LabelCount => _labels.Length;

    /// <summary>What a list's or an option's value is made of.</summary>
    public ValueShape Element => Parts[0]!;

    /// <summary>The shape of a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="resources">The numbers of the resource types.</param>
    /// <param name="made">The shapes that there are already: types share parts.</param>
    public static ValueShape Of(
        DefValType type,
        IReadOnlyDictionary<ResourceIdentity, uint> resources,
        Dictionary<DefValType, ValueShape> made)
    {
        if (made.TryGetValue(type, out ValueShape? known))
        {
            return known;
        }

        var parts = new ValueShape?[type.Parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = type.Parts[i] is { } part ? Of(part, resources, made) : null;
        }

        var shape = new ValueShape(
            type.Kind,
            Array.ConvertAll(type.Labels, Encoding.UTF8.GetBytes),
            parts,
            type.Resource is { } resource ? resources[resource.Identity] : 0);
        made.Add(type, shape);
        return shape;
    }

    /// <summary>The name of a case, flag or field, in UTF-8.</summary>
    public ReadOnlySpan<byte> LabelAt(int index) => _labels[index];

    /// <summary>The case or flag of a name; -1 where there is none.</summary>
    public int FindLabel(ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < _labels.Length; i++)
        {
            if (name.SequenceEqual(_labels[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
