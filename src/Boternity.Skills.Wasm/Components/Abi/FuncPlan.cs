using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Components.Abi;

/// <summary>
/// How the values of one function type are passed, as one component sees its resources. Made at the first call; shared
/// by all threads.
/// </summary>
/// <param name="type">The function's type.</param>
/// <param name="resourceSlots">Where instances keep the component's resources.</param>
/// <param name="memory">What the plan is charged to, as codecs are made.</param>
internal sealed class FuncPlan(
    ComponentFuncType type, Dictionary<ResourceIdentity, int> resourceSlots, ProgramMemory memory)
{
    // A codec, and its place among those that were made.
    private const int CodecBytes = 136;
    private const int PartBytes = 16;

    // What is made between two looks at the clock, and taken at once before it is.
    private const int Step = 1 << 17;

    private Codec? _parameters;
    private Codec? _result;

    public ComponentFuncType Type { get; } = type;

    public int ParameterCount { get; } = type.Parameters.Length;

    public bool SpillsParameters { get; } = type.SpillsParameters;

    public bool SpillsResult { get; } = type.SpillsResult;

    public bool HasResult { get; } = type.Result is not null;

    public bool ParametersHaveHandle { get; } = type.Parameters.Any(p => p.ContainsHandle);

    public bool ResultHasHandle { get; } = type.Result is { ContainsHandle: true };

    /// <summary>Whether a call has to keep count of borrowed handles.</summary>
    public bool HasBorrows { get; } = type.Parameters.Any(p => p.ContainsBorrow);

    /// <summary>The slots of the flat parameters: at most those of the core function.</summary>
    public int FlatParameterCount { get; } = type.SpillsParameters ? 1 : Flattening.FlattenAll(type.Parameters).Length;

    /// <summary>How the parameters are passed; made now, if need be.</summary>
    /// <param name="store">Whose guest waits meanwhile.</param>
    /// <exception cref="WasmTrapException">The guest must stop.</exception>
    public ProductCodec GetParameters(Store store) => (ProductCodec)(
        Volatile.Read(ref _parameters) ?? Publish(ref _parameters, DefValType.Tuple(Type.Parameters), store));

    /// <summary>How the result is passed; made now, if need be.</summary>
    /// <param name="store">Whose guest waits meanwhile.</param>
    /// <exception cref="WasmTrapException">The guest must stop.</exception>
    public Codec GetResult(Store store) =>
        Volatile.Read(ref _result) ?? Publish(ref _result, Type.Result!, store);

    private Codec Publish(ref Codec? place, DefValType type, Store store)
    {
        var made = new Dictionary<DefValType, Codec>(ReferenceEqualityComparer.Instance);
        long bytes = 0;
        long taken = 0;
        bool isPublished = false;
        try
        {
            Codec codec = Make(type, made, part =>
            {
                bytes += CodecBytes + ((long)(part.Parts.Length + part.Labels.Length) * PartBytes);
                if (bytes > taken)
                {
                    Take(bytes - taken + Step, store);
                    taken = bytes + Step;
                }
            });
            memory.Return(taken - bytes);
            taken = bytes;
            Codec? sooner = Interlocked.CompareExchange(ref place, codec, null);
            isPublished = sooner is null;
            return sooner ?? codec;
        }
        finally
        {
            if (!isPublished)
            {
                memory.Return(taken);
            }
        }
    }

    private void Take(long bytes, Store store)
    {
        store.CheckInterrupt();
        if (!memory.TryTake(bytes))
        {
            store.RefuseShared();
        }
    }

    private Codec Make(DefValType type, Dictionary<DefValType, Codec> made, Action<DefValType> count)
    {
        if (made.TryGetValue(type, out Codec? known))
        {
            return known;
        }

        count(type);
        Codec codec = type.Kind switch
        {
            DefValTypeKind.String => new StringCodec(type),
            DefValTypeKind.List => MakeList(type, part => Make(part, made, count)),
            DefValTypeKind.Record or DefValTypeKind.Tuple => new ProductCodec(
                type, [.. type.Parts.Select(p => Make(p!, made, count))]),
            DefValTypeKind.Variant or DefValTypeKind.Result => new SumCodec(
                type, [.. type.Parts.Select(p => p is null ? null : Make(p, made, count))]),
            DefValTypeKind.Option => new SumCodec(type, [null, Make(type.Parts[0]!, made, count)]),
            DefValTypeKind.Enum => new SumCodec(type, []),
            DefValTypeKind.Flags => new FlagsCodec(type),
            DefValTypeKind.Own or DefValTypeKind.Borrow => new HandleCodec(type, GetSlot(type)),
            _ => new PrimitiveCodec(type),
        };
        made.Add(type, codec);
        return codec;
    }

    private static Codec MakeList(DefValType type, Func<DefValType, Codec> make) => type.Parts[0]!.Kind switch
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
        _ => new ListCodec(type, make(type.Parts[0]!)),
    };

    private int GetSlot(DefValType type) => resourceSlots.TryGetValue(type.Resource!.Identity, out int slot)
        ? slot
        : throw new WasmLinkException("a function uses a resource that its component cannot name");
}
