using Boternity.Skills.Wasm.Components.Types;

namespace Boternity.Skills.Wasm.Components.Abi;

/// <summary>
/// How the values of one function type are passed, as one component sees its resources. Made at the first call; shared
/// by all threads.
/// </summary>
/// <param name="type">The function's type.</param>
/// <param name="resourceSlots">Where instances keep the component's resources.</param>
/// <param name="hold">Is told how many bytes of the host's memory a plan holds, as codecs are made.</param>
internal sealed class FuncPlan(
    ComponentFuncType type, Dictionary<ResourceIdentity, int> resourceSlots, Action<long>? hold = null)
{
    // A codec, and its place among those that were made.
    private const int CodecBytes = 136;
    private const int PartBytes = 16;

    private volatile ProductCodec? _parameters;
    private volatile Codec? _result;

    public ComponentFuncType Type { get; } = type;

    public int ParameterCount { get; } = type.Parameters.Length;

    public bool SpillsParameters { get; } = type.SpillsParameters;

    public bool SpillsResult { get; } = type.SpillsResult;

    public bool HasResult { get; } = type.Result is not null;

    public bool ParametersHaveHandle { get; } = type.Parameters.Any(p => p.ContainsHandle);

    public bool ResultHasHandle { get; } = type.Result is { ContainsHandle: true };

    /// <summary>Whether a call has to keep count of borrowed handles.</summary>
    public bool HasBorrows { get; } = type.Parameters.Any(p => p.ContainsBorrow);

    public ProductCodec Parameters =>
        _parameters ??= (ProductCodec)Make(DefValType.Tuple(Type.Parameters), new(ReferenceEqualityComparer.Instance));

    public Codec Result => _result ??= Make(Type.Result!, new(ReferenceEqualityComparer.Instance));

    /// <summary>The slots of the flat parameters: at most those of the core function.</summary>
    public int FlatParameterCount { get; } = type.SpillsParameters ? 1 : Flattening.FlattenAll(type.Parameters).Length;

    private Codec Make(DefValType type, Dictionary<DefValType, Codec> made)
    {
        if (made.TryGetValue(type, out Codec? known))
        {
            return known;
        }

        Codec codec = type.Kind switch
        {
            DefValTypeKind.String => new StringCodec(type),
            DefValTypeKind.List => MakeList(type, made),
            DefValTypeKind.Record or DefValTypeKind.Tuple => new ProductCodec(
                type, [.. type.Parts.Select(p => Make(p!, made))]),
            DefValTypeKind.Variant or DefValTypeKind.Result => new SumCodec(
                type, [.. type.Parts.Select(p => p is null ? null : Make(p, made))]),
            DefValTypeKind.Option => new SumCodec(type, [null, Make(type.Parts[0]!, made)]),
            DefValTypeKind.Enum => new SumCodec(type, []),
            DefValTypeKind.Flags => new FlagsCodec(type),
            DefValTypeKind.Own or DefValTypeKind.Borrow => new HandleCodec(type, GetSlot(type)),
            _ => new PrimitiveCodec(type),
        };
        made.Add(type, codec);
        hold?.Invoke(CodecBytes + ((long)(type.Parts.Length + type.Labels.Length) * PartBytes));
        return codec;
    }

    private Codec MakeList(DefValType type, Dictionary<DefValType, Codec> made) => type.Parts[0]!.Kind switch
    {
        DefValTypeKind.U8 => new NumberListCodec<byte>(type),
        DefValTypeKind.S8 => new NumberListCodec<sbyte>(type),
        DefValTypeKind.U16 => new NumberListCodec<ushort>(type),
        DefValTypeKind.S16 => new NumberListCodec<short>(type),
        DefValTypeKind.U32 => new NumberListCodec<uint>(type),
        DefValTypeKind.S32 => new NumberListCodec<int>(type),
        DefValTypeKind.U64 => new NumberListCodec<ulong>(type),
        DefValTypeKind.S64 => new NumberListCodec<long>(type),
        DefValTypeKind.F32 => new NumberListCodec<float>(type),
        DefValTypeKind.F64 => new NumberListCodec<double>(type),
        _ => new ListCodec(type, Make(type.Parts[0]!, made)),
    };

    private int GetSlot(DefValType type) => resourceSlots.TryGetValue(type.Resource!.Identity, out int slot)
        ? slot
        : throw new WasmLinkException("a function uses a resource that its component cannot name");
}
