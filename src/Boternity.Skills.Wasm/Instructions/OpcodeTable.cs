using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Instructions;

/// <summary>
/// The one list of instructions. Decoder, validator, interpreter and IL emitter read it. A signature is written
/// <c>operands:results</c> with i = i32, I = i64, f = f32, F = f64, v = v128; <c>*</c> stands for "depends on
/// immediates or operands".
/// </summary>
internal static partial class OpcodeTable
{
    public const byte MiscPrefix = 0xFC;
    public const byte VectorPrefix = 0xFD;

    private static readonly OpcodeInfo?[] Single = new OpcodeInfo?[256];
    private static readonly OpcodeInfo?[] Misc = new OpcodeInfo?[256];
    private static readonly OpcodeInfo?[] Vector = new OpcodeInfo?[256];

    static OpcodeTable()
    {
        AddControl();
        AddMemory();
        AddNumeric();
        AddVector();
    }

    /// <summary>Every instruction, in order of its encoding.</summary>
    public static IEnumerable<OpcodeInfo> All => Single.Concat(Misc).Concat(Vector).OfType<OpcodeInfo>();

    /// <summary>What is known about an instruction, or null where no such instruction is.</summary>
    public static OpcodeInfo? Find(Opcode opcode) => TableOf((int)opcode >> 8)?[(int)opcode & 0xFF];

    /// <summary>What is known about the instruction with this single byte (no prefix), or null.</summary>
    public static OpcodeInfo? FindSingle(byte code) => Single[code];

    /// <summary>What is known about the instruction with this number behind a prefix, or null.</summary>
    public static OpcodeInfo? FindPrefixed(byte prefix, uint code) => code < 256 ? TableOf(prefix)?[code] : null;

    /// <summary>What is known about an instruction that the enumeration names.</summary>
    public static OpcodeInfo Get(Opcode opcode) =>
        Find(opcode)
        ?? throw new ArgumentOutOfRangeException(nameof(opcode), opcode, "The opcode table has no such instruction.");

    private static OpcodeInfo?[]? TableOf(int prefix) => prefix switch
    {
        0 => Single,
        MiscPrefix => Misc,
        VectorPrefix => Vector,
        _ => null,
    };

    private static void Add(
        Opcode opcode, string name, ImmediateKind immediate, string signature, WasmFeatures feature = WasmFeatures.Mvp,
            byte alignment = 0)
    {
        ValType[]? operands = null;
        ValType[]? results = null;
        if (signature != "*")
        {
            int colon = signature.IndexOf(':', StringComparison.Ordinal);
            operands = ParseTypes(signature.AsSpan(0, colon));
            results = ParseTypes(signature.AsSpan(colon + 1));
        }

        byte lanes = immediate switch
        {
            ImmediateKind.MemArgLane => (byte)(16 >> alignment),
            ImmediateKind.Shuffle => 32,
            ImmediateKind.Lane => (byte)(name[0] is 'i' or 'f' ? ParseLanes(name) : 0),
            _ => 0,
        };
        TableOf((int)opcode >> 8)![(int)opcode & 0xFF] =
            new OpcodeInfo(opcode, name, immediate, operands, results, feature, alignment, lanes);
    }

    // "i16x8.extract_lane_s" has 8 lanes.
    private static int ParseLanes(string name) =>
        int.Parse(name.AsSpan(name.IndexOf('x', StringComparison.Ordinal) + 1,
            name.IndexOf('.', StringComparison.Ordinal) - name.IndexOf('x', StringComparison.Ordinal) - 1),
                provider: null);

    private static ValType[] ParseTypes(ReadOnlySpan<char> letters)
    {
        var types = new ValType[letters.Length];
        for (int i = 0; i < letters.Length; i++)
        {
            types[i] = letters[i] switch
            {
                'i' => ValType.I32,
                'I' => ValType.I64,
                'f' => ValType.F32,
                'F' => ValType.F64,
                _ => ValType.V128,
            };
        }

        return types;
    }
}
