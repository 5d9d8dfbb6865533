using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Testing.Abi;

/// <summary>
/// Writes a random function as a skill that any engine runs: a <see cref="ValuesComponent"/> and a caller, whose
/// <c>execute</c> puts random values into both memories, has one component call the other with them, and answers with
/// a number that depends on all that is in the memories then.
/// </summary>
internal static class ValuesSkill
{
    private const int Address = 2;
    private const int Hash = 3;
    private const long Factor = 1_099_511_628_211;

    // What is written to: slots, what a result is stored to, and what realloc gives.
    private static readonly (int From, int To)[] Ranges =
    [
        (ValuesComponent.Parameters, ValuesComponent.Heap),
        (ValuesComponent.Out, ValuesComponent.Out + ValuesComponent.MaxSize),
        (48 << 10, 64 << 10),
    ];

    /// <summary>Writes the skill of a number; null where its values need too much memory.</summary>
    public static byte[]? Write(int seed)
    {
        var random = new Random(seed);
        var shape = ValuesShape.Random(random);
        List<(uint Address, ulong Value)> caller = [];
        List<(uint Address, ulong Value)> callee = [];
        try
        {
            Put(shape.Parameters, caller, shape.CallerEncoding, ValuesComponent.Parameters, shape.SpillsParameters);
            if (shape.Result is { } result)
            {
                Put(result, callee, shape.CalleeEncoding, ValuesComponent.Results, shape.SpillsResult);
            }
        }
        catch (ModelLimitException)
        {
            return null;
        }

        string[] core = ["run", "load", "store", "child-load", "child-store"];
        var module = new ModuleWriter();
        int run = module.ImportFunction(PluginWriter.ImportModule, core[0], module.Type([], []));
        int[] load = new int[2];
        int[] store = new int[2];
        for (int i = 0; i < 2; i++)
        {
            load[i] = module.ImportFunction(
                PluginWriter.ImportModule, core[1 + (2 * i)], module.Type([ValType.I32], [ValType.I64]));
            store[i] = module.ImportFunction(
                PluginWriter.ImportModule, core[2 + (2 * i)], module.Type([ValType.I32, ValType.I64], []));
        }

        byte[][] sections =
        [
            Nested(ValuesComponent.Write(shape)),
            Instances([0, 0, 0]),
            Aliases(
                Join([5, 0, 0], Name("child")),
                Join([1, 0, 0], Name("run")),
                Join([1, 0, 0], Name("load")),
                Join([1, 0, 0], Name("store")),
                Join([1, 0, 1], Name("load")),
                Join([1, 0, 1], Name("store"))),
            Canons([.. core.Select((_, i) => new byte[] { 1, 0, (byte)i, 0 })]),
            .. new PluginWriter(core).Write(
                module, 0, core.Length, WriteExecute, (1, ValType.I32), (1, ValType.I64)),
        ];
        return ToBinary(sections);

        void Put(
            ModelType type, List<(uint Address, ulong Value)> writes, int encoding, int slots, bool spills) =>
            ValuesPlacement.Put(
                type,
                ModelValues.Random(type, random),
                new ModelMemory(
                    ValuesComponent.MemorySize, static _ => 0, (address, value) => writes.Add((address, value))),
                encoding,
                slots,
                spills,
                HasFloats(type) ? null : random);

        void WriteExecute(CodeWriter code)
        {
            WriteAll(code, caller, store[0]);
            WriteAll(code, callee, store[1]);
            code.Call(run);
            foreach (int from in load)
            {
                WriteHash(code, from);
            }

            code.Get(Hash).Get(Hash).I64(32).Op(Opcode.I64ShrU).Op(Opcode.I64Xor).Op(Opcode.I32WrapI64);
        }
    }

    // The bits of a NaN are each engine's own.
    private static bool HasFloats(ModelType type) =>
        type.Kind is ModelKind.F32 or ModelKind.F64
        || type.Parts.Any(static part => part is not null && HasFloats(part));

    private static void WriteAll(CodeWriter code, List<(uint Address, ulong Value)> writes, int store)
    {
        foreach ((uint address, ulong value) in writes)
        {
            code.I32((int)address).I64((long)value).Call(store);
        }
    }

    private static void WriteHash(CodeWriter code, int load)
    {
        foreach ((int from, int to) in Ranges)
        {
            code.I32(from).Set(Address).Op(Opcode.Loop, CodeWriter.Empty)
                .Get(Hash).Get(Address).Call(load).Op(Opcode.I64Xor).I64(Factor).Op(Opcode.I64Mul).Set(Hash)
                .Get(Address).I32(8).Op(Opcode.I32Add).Set(Address)
                .Get(Address).I32(to).Op(Opcode.I32LtU).Op(Opcode.BrIf, 0).End();
        }
    }
}
