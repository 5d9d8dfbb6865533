using System.Text;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Components.Types;

/// <summary>
/// A value type. One class for all kinds: what differs is only how many labels and parts there are, so that comparison,
/// substitution and the questions below are written once.
/// </summary>
internal sealed class DefValType : TypeDefinition
{
    /// <summary>
    /// Flat forms longer than this are passed through memory in every position; <see cref="Flat"/> is cut one above it.
    /// </summary>
    public const int MaxFlat = 16;

    private static readonly DefValTypeLayout Pointer32Pair = new(8, 4);
    private static readonly DefValTypeLayout Pointer64Pair = new(16, 8);

    public static readonly DefValType Bool = new(DefValTypeKind.Bool, [], []);
    public static readonly DefValType S8 = new(DefValTypeKind.S8, [], []);
    public static readonly DefValType U8 = new(DefValTypeKind.U8, [], []);
    public static readonly DefValType S16 = new(DefValTypeKind.S16, [], []);
    public static readonly DefValType U16 = new(DefValTypeKind.U16, [], []);
    public static readonly DefValType S32 = new(DefValTypeKind.S32, [], []);
    public static readonly DefValType U32 = new(DefValTypeKind.U32, [], []);
    public static readonly DefValType S64 = new(DefValTypeKind.S64, [], []);
    public static readonly DefValType U64 = new(DefValTypeKind.U64, [], []);
    public static readonly DefValType F32 = new(DefValTypeKind.F32, [], []);
    public static readonly DefValType F64 = new(DefValTypeKind.F64, [], []);
    public static readonly DefValType Char = new(DefValTypeKind.Char, [], []);
    public static readonly DefValType String = new(DefValTypeKind.String, [], []);

    private DefValType(DefValTypeKind kind, string[] labels, DefValType?[] parts, ResourceType? resource = null)
    {
        Depth = 1;
        Kind = kind;
        Labels = labels;
        Parts = parts;
        Resource = resource;
        long treeSize = 1 + labels.Length;
        foreach (DefValType? part in parts)
        {
            if (part is null)
            {
                continue;
            }

            treeSize += part.TreeSize;
            Depth = Math.Max(Depth, part.Depth + 1);
            ContainsBorrow |= part.ContainsBorrow;
            ContainsHandle |= part.ContainsHandle;
            ContainsPointer |= part.ContainsPointer;
        }

        TreeSize = Math.Min(treeSize, long.MaxValue / 2 / (ComponentLimits.MaxTypeParts + 1));
        ContainsBorrow |= kind == DefValTypeKind.Borrow;
        ContainsHandle |= resource is not null;
        ContainsPointer |= kind is DefValTypeKind.String or DefValTypeKind.List;
        Layout = MeasureLayout(Pointer32Pair, static part => part.Layout, out int payloadOffset);
        Layout64 = MeasureLayout(Pointer64Pair, static part => part.Layout64, out _);
        PayloadOffset = payloadOffset;
        Flat = Flattening.Flatten(this);
    }

    public DefValTypeKind Kind { get; }

    /// <summary>Of a record the fields, of a variant or enum the cases, of flags the flags; otherwise empty.</summary>
    public string[] Labels { get; }

    /// <summary>
    /// Of a record or tuple the fields, of a list or option the element, of a variant or result one for each case, null
    /// where it has no value.
    /// </summary>
    public DefValType?[] Parts { get; }

    /// <summary>Of <c>own</c> and <c>borrow</c> the resource.</summary>
    public ResourceType? Resource { get; }

    public override long TreeSize { get; }

    public override int Depth { get; }

    public bool ContainsBorrow { get; }

    public bool ContainsHandle { get; }

    /// <summary>
    /// Whether a value has parts outside of its own place in memory: lowering it needs <c>realloc</c>, lifting it needs
    /// a memory.
    /// </summary>
    public bool ContainsPointer { get; }

    /// <summary>With 32-bit pointers.</summary>
    public DefValTypeLayout Layout { get; }

    /// <summary>With 64-bit pointers; only for the limit on sizes, which the specification states so.</summary>
    public DefValTypeLayout Layout64 { get; }

    /// <summary>Where the value of a variant's case begins.</summary>
    public int PayloadOffset { get; }

    /// <summary>The core types that a value is passed as, cut at <see cref="MaxFlat"/> + 1.</summary>
    public ValType[] Flat { get; }

    public int Size => (int)Layout.Size;

    public int Alignment => Layout.Alignment;

    public override string Sort => Kind switch
    {
        DefValTypeKind.Bool => "bool",
        DefValTypeKind.S8 => "s8",
        DefValTypeKind.U8 => "u8",
        DefValTypeKind.S16 => "s16",
        DefValTypeKind.U16 => "u16",
        DefValTypeKind.S32 => "s32",
        DefValTypeKind.U32 => "u32",
        DefValTypeKind.S64 => "s64",
        DefValTypeKind.U64 => "u64",
        DefValTypeKind.F32 => "f32",
        DefValTypeKind.F64 => "f64",
        DefValTypeKind.Char => "char",
        DefValTypeKind.String => "string",
        DefValTypeKind.List => "list",
        DefValTypeKind.Record => "record",
        DefValTypeKind.Tuple => "tuple",
        DefValTypeKind.Variant => "variant",
        DefValTypeKind.Enum => "enum",
        DefValTypeKind.Option => "option",
        DefValTypeKind.Result => "result",
        DefValTypeKind.Flags => "flags",
        DefValTypeKind.Own => "own",
        _ => "borrow",
    };

    public bool IsPrimitive => Kind <= DefValTypeKind.String;

    /// <summary>Whether a function type of an import or export may use this kind only by a name.</summary>
    public bool NeedsName =>
        Kind is DefValTypeKind.Record or DefValTypeKind.Variant or DefValTypeKind.Enum or DefValTypeKind.Flags;

    /// <summary>How many cases a variant, enum, option or result has.</summary>
    public int CaseCount =>
        Kind == DefValTypeKind.Enum ? Labels.Length : Kind == DefValTypeKind.Option ? 2 : Parts.Length;

    /// <summary>What case <paramref name="index"/> carries, or null.</summary>
    public DefValType? GetCase(int index) => Kind switch
    {
        DefValTypeKind.Enum => null,
        DefValTypeKind.Option => index == 0 ? null : Parts[0],
        _ => Parts[index],
    };

    /// <summary>The same structure under a new name.</summary>
    public DefValType Rename() => new(Kind, Labels, Parts, Resource);

    /// <summary>The same kind and labels over other parts.</summary>
    public DefValType With(DefValType?[] parts, ResourceType? resource) => new(Kind, Labels, parts, resource);

    private DefValTypeLayout MeasureLayout(
        DefValTypeLayout pointerPair,
        Func<DefValType, DefValTypeLayout> measure,
        out int payloadOffset)
    {
        payloadOffset = 0;
        switch (Kind)
        {
            case DefValTypeKind.Bool or DefValTypeKind.S8 or DefValTypeKind.U8: return DefValTypeLayout.Primitive(1);
            case DefValTypeKind.S16 or DefValTypeKind.U16: return DefValTypeLayout.Primitive(2);
            case DefValTypeKind.S64 or DefValTypeKind.U64 or DefValTypeKind.F64: return DefValTypeLayout.Primitive(8);
            case DefValTypeKind.String or DefValTypeKind.List: return pointerPair;
            case DefValTypeKind.Flags: return DefValTypeLayout.Flags(Labels.Length);
            case DefValTypeKind.Record or DefValTypeKind.Tuple or DefValTypeKind.Variant:
            case DefValTypeKind.Enum or DefValTypeKind.Option or DefValTypeKind.Result:
                break;
            default: return DefValTypeLayout.Primitive(4);
        }

        var layouts = new List<DefValTypeLayout>(Parts.Length);
        foreach (DefValType? part in Parts)
        {
            if (part is not null)
            {
                layouts.Add(measure(part));
            }
        }

        ReadOnlySpan<DefValTypeLayout> span = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(layouts);
        return Kind is DefValTypeKind.Record or DefValTypeKind.Tuple
            ? DefValTypeLayout.Product(span)
            : DefValTypeLayout.Sum(CaseCount, span, out payloadOffset);
    }

    public static DefValType List(DefValType element) => new(DefValTypeKind.List, [], [element]);

    public static DefValType Record(params ReadOnlySpan<(string Label, DefValType Type)> fields)
    {
        var labels = new string[fields.Length];
        var parts = new DefValType?[fields.Length];
        for (int i = 0; i < fields.Length; i++)
        {
            (labels[i], parts[i]) = fields[i];
        }

        return new(DefValTypeKind.Record, labels, parts);
    }

    public static DefValType Tuple(params ReadOnlySpan<DefValType> types) =>
        new(DefValTypeKind.Tuple, [], types.ToArray());

    public static DefValType Variant(params ReadOnlySpan<(string Label, DefValType? Type)> cases)
    {
        var labels = new string[cases.Length];
        var parts = new DefValType?[cases.Length];
        for (int i = 0; i < cases.Length; i++)
        {
            (labels[i], parts[i]) = cases[i];
        }

        return new(DefValTypeKind.Variant, labels, parts);
    }

    public static DefValType Enum(params ReadOnlySpan<string> labels) => new(DefValTypeKind.Enum, labels.ToArray(), []);

    public static DefValType Option(DefValType some) => new(DefValTypeKind.Option, [], [some]);

    public static DefValType Result(DefValType? ok, DefValType? error) => new(DefValTypeKind.Result, [], [ok, error]);

    public static DefValType Flags(params ReadOnlySpan<string> labels) =>
        new(DefValTypeKind.Flags, labels.ToArray(), []);

    public static DefValType Own(ResourceType resource) => new(DefValTypeKind.Own, [], [], resource);

    public static DefValType Borrow(ResourceType resource) => new(DefValTypeKind.Borrow, [], [], resource);

    /// <summary>The type's structure without labels; see <see cref="TypeText"/>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        TypeText.Write(text, this);
        return text.ToString();
    }
}
