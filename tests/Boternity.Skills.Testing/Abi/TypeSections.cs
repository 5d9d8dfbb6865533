using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Testing.Abi;

/// <summary>
/// Writes types of the model into sections of a component, each with the export that gives it a name where it needs
/// one.
/// </summary>
internal sealed class TypeSections
{
    private static readonly Dictionary<ModelKind, byte> Primitives = new()
    {
        [ModelKind.Bool] = 0x7F,
        [ModelKind.S8] = 0x7E,
        [ModelKind.U8] = 0x7D,
        [ModelKind.S16] = 0x7C,
        [ModelKind.U16] = 0x7B,
        [ModelKind.S32] = 0x7A,
        [ModelKind.U32] = 0x79,
        [ModelKind.S64] = 0x78,
        [ModelKind.U64] = 0x77,
        [ModelKind.F32] = 0x76,
        [ModelKind.F64] = 0x75,
        [ModelKind.Char] = 0x74,
        [ModelKind.String] = 0x73,
    };

    private readonly List<byte[]> _sections = [];
    private int _types;

    /// <summary>The sections, in order.</summary>
    public IEnumerable<byte[]> Sections => _sections;

    /// <summary>A reference to a type, whose definition was written before.</summary>
    public byte[] Write(ModelType type)
    {
        if (Primitives.TryGetValue(type.Kind, out byte primitive))
        {
            return [primitive];
        }

        int index = Add(Define(type));
        if (type.Kind is ModelKind.Record or ModelKind.Variant or ModelKind.Enum or ModelKind.Flags)
        {
            _sections.Add(Exports(Export($"t{index}", [3, .. Number((uint)index)])));
            index = _types++;
        }

        return TypeIndex(index);
    }

    /// <summary>The index of a function's type.</summary>
    public int WriteFunc(byte[]? result, params byte[][] parameters) =>
        Add(Func(result, [.. parameters.Select((type, i) => ($"p{i}", type))]));

    private static string[] Labels(int count) => [.. Enumerable.Range(0, count).Select(i => $"l{i}")];

    private int Add(byte[] definition)
    {
        _sections.Add(Types(definition));
        return _types++;
    }

    private byte[] Define(ModelType type) => type.Kind switch
    {
        ModelKind.List => Join([0x70], Write(type.Parts[0]!)),
        ModelKind.Option => Join([0x6B], Write(type.Parts[0]!)),
        ModelKind.Result => Join([0x6A], Perhaps(type.Parts[0]), Perhaps(type.Parts[1])),
        ModelKind.Tuple => Join([0x6F], Vector([.. type.Parts.Select(part => Write(part!))])),
        ModelKind.Record => Record([.. type.Parts.Select((part, i) => ($"f{i}", Write(part!)))]),
        ModelKind.Variant => Variant(
            [.. type.Parts.Select((part, i) => ($"c{i}", part is null ? null : Write(part)))]),
        ModelKind.Enum => Enum(Labels(type.Count)),
        _ => Flags(Labels(type.Count)),
    };

    private byte[] Perhaps(ModelType? type) => type is null ? [0] : Join([1], Write(type));
}
