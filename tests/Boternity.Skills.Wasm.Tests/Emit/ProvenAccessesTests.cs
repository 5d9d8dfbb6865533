using System.Text;
using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Emit;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Tests.Emit;

/// <summary>Accesses that are found to be within the memory before the guest runs.</summary>
internal sealed class ProvenAccessesTests
{
    private const int End = Memory.PageBytes;
    private const int RandomFunctions = 2000;
    private const int CompiledFunctions = 60;

    private static readonly int[] Inputs = [0, 1, -1, 8, End - 8, End - 1, End, int.MinValue, 40_000];

    private static readonly Dictionary<string, (Action<CodeWriter> Write, int Proven)> Bodies = new()
    {
        ["a constant"] = (code => code.I32(End - 4).Op(Opcode.I32Load, 0, 0).Set(1), 1),
        ["a constant that is too far"] = (code => code.I32(End - 4).Op(Opcode.I32Load, 0, 1).Set(1), 0),
        ["masked"] = (code => code.Get(0).I32(0xFFFC).Op(Opcode.I32And).Op(Opcode.I32Load, 0, 0).Set(1), 1),
        ["masked, with one bit more"] = (
            code => code.Get(0).I32(0xFFFD).Op(Opcode.I32And).Op(Opcode.I32Load, 0, 0).Set(1), 0),
        ["an entry of a table for a byte"] = (
            code => code.I32(0).Op(Opcode.I32Load8U, 0, 0).I32(3).Op(Opcode.I32Shl).I32(1024).Op(Opcode.I32Add)
                .Op(Opcode.I64Load, 0, 0).Op(Opcode.Drop), 2),
        ["a parameter"] = (code => code.Get(0).Op(Opcode.I32Load, 0, 0).Set(1), 0),
        ["a local that is zero"] = (code => code.Get(1).Op(Opcode.I32Load, 0, 0).Set(1), 1),
        ["behind a comparison"] = (
            code => code.Get(0).I32(100).Op(Opcode.I32LtU).Op(Opcode.If, CodeWriter.Empty)
                .Get(0).Op(Opcode.I32Load, 0, End - 103).Set(1).Op(Opcode.Else)
                .Get(0).Op(Opcode.I32Load, 0, 0).Set(1).End(), 1),
        ["behind a comparison, one farther"] = (
            code => code.Get(0).I32(100).Op(Opcode.I32LtU).Op(Opcode.If, CodeWriter.Empty)
                .Get(0).Op(Opcode.I32Load, 0, End - 102).Set(1).End(), 0),
        ["behind a comparison of signed numbers"] = (
            code => code.Get(0).I32(100).Op(Opcode.I32LtS).Op(Opcode.If, CodeWriter.Empty)
                .Get(0).Op(Opcode.I32Load, 0, 0).Set(1).End(), 0),
        ["a loop to less than a constant"] = (code => WriteLoop(code, 3, 900, Opcode.I32LtU, End - 903), 1),
        ["a loop to less than a constant, signed"] = (code => WriteLoop(code, 3, 900, Opcode.I32LtS, End - 903), 1),
        ["a loop to less than a constant, one farther"] = (
            code => WriteLoop(code, 3, 900, Opcode.I32LtU, End - 902), 0),
        ["a loop until a constant"] = (code => WriteLoop(code, 8, 1024, Opcode.I32Ne, End - 1020), 1),
        ["a loop until a constant, one farther"] = (code => WriteLoop(code, 8, 1024, Opcode.I32Ne, End - 1019), 0),
        ["a loop that steps over its constant"] = (code => WriteLoop(code, 8, 1020, Opcode.I32Ne, 0), 0),
        ["a loop that comes from elsewhere"] = (
            code => code.Get(0).Set(2).Op(Opcode.Loop, CodeWriter.Empty)
                .Get(2).Op(Opcode.I32Load, 0, 0).Set(1)
                .Get(2).I32(8).Op(Opcode.I32Add).Op(Opcode.LocalTee, 2).I32(1024).Op(Opcode.I32Ne)
                .Op(Opcode.BrIf, 0).End(), 0),
        ["the local changed between comparison and branch"] = (
            code => code.Get(0).I32(100).Op(Opcode.I32LtU).I32(-1).Set(0).Op(Opcode.If, CodeWriter.Empty)
                .Get(0).Op(Opcode.I32Load, 0, 0).Set(1).End(), 0),
        ["a comparison of what the local was"] = (
            code => code.Get(0).Get(0).I32(1).Op(Opcode.I32Add).Set(0).I32(100).Op(Opcode.I32LtU)
                .Op(Opcode.If, CodeWriter.Empty).Get(0).Op(Opcode.I32Load, 0, 0).Set(1).End(), 0),
        ["a sum that may wrap"] = (
            code => code.Get(0).I32(End - 8).Op(Opcode.I32And).I32(-8).Op(Opcode.I32Add).Op(Opcode.I32Load, 0, 0)
                .Set(1), 0),
    };

    public static IEnumerable<TestCaseData> Cases() =>
        Bodies.Select(body => new TestCaseData(body.Key).SetArgDisplayNames(body.Key));

    [TestCaseSource(nameof(Cases))]
    public void Access_InTheMemoryWhateverHappens_IsFound(string name)
    {
        var module = new ModuleWriter();
        module.Memory(1, 4);
        int run = module.Function(
            module.Type([ValType.I32], []), code => Bodies[name].Write(code), (2, ValType.I32));
        module.Export("run", ExternKind.Function, run);

        Module loaded = new Engine(Tier.OptionsOf(Tier.Interpreted)).LoadModule(module.ToArray());

        Assert.That(Find(loaded.Definition).Count(), Is.EqualTo(Bodies[name].Proven));
    }

    // The interpreter compares all.
    [Test]
    public void Access_OfFunctionsAtRandom_IsOnlyFoundWhereItNeverTraps()
    {
        var engine = new Engine(Tier.OptionsOf(Tier.Interpreted));
        int found = 0;
        int trapped = 0;
        for (int seed = 0; seed < RandomFunctions; seed++)
        {
            Module module = engine.LoadModule(new RandomRanges(seed).Write());
            HashSet<int> proven = [.. Find(module.Definition)];
            found += proven.Count;
            foreach (int input in Inputs)
            {
                using Store store = engine.CreateStore();
                try
                {
                    new Linker().Instantiate(store, module).GetFunction("run").Invoke((uint)input);
                }
                catch (WasmTrapException trap) when (trap.Code == TrapCode.MemoryOutOfBounds)
                {
                    trapped++;
                    Assert.That(proven, Does.Not.Contain(trap.Backtrace.Frames[0].Offset), $"{seed} with {input}");
                }
                catch (WasmTrapException trap) when (trap.Code == TrapCode.IntegerDivideByZero)
                {
                }
            }
        }

        Assert.That(found, Is.GreaterThan(RandomFunctions));
        Assert.That(trapped, Is.GreaterThan(RandomFunctions));
    }

    [TestCase(Tier.Compiled)]
    [TestCase(Tier.Mixed)]
    [TestCase(Tier.Pieces)]
    public void Function_AtRandom_DoesWhatTheInterpreterDoes(string tier)
    {
        var compiled = new Engine(Tier.OptionsOf(tier));
        var interpreter = new Engine(Tier.OptionsOf(Tier.Interpreted));
        for (int seed = 0; seed < CompiledFunctions; seed++)
        {
            byte[] binary = new RandomRanges(seed).Write();

            Assert.That(Run(compiled, binary), Is.EqualTo(Run(interpreter, binary)), $"{seed}");
        }
    }

    // A counter from zero.
    private static void WriteLoop(CodeWriter code, int step, int limit, Opcode comparison, int offset) => code
        .Op(Opcode.Loop, CodeWriter.Empty)
        .Get(2).Op(Opcode.I32Load, 0, offset).Set(1)
        .Get(2).I32(step).Op(Opcode.I32Add).Op(Opcode.LocalTee, 2).I32(limit).Op(comparison)
        .Op(Opcode.BrIf, 0).End();

    private static IEnumerable<int> Find(ModuleDefinition module)
    {
        FunctionBody body = module.Bodies[0];
        FuncType type = module.Types[body.TypeIndex];
        var code = new FunctionBodyCode(module, type, body);
        var graph = new FlowGraph(module, type, code, stackStart: 0, maxLength: int.MaxValue);
        return Enumerable.Range(0, code.Instructions.Length).Where(graph.Proven.Contains)
            .Select(index => code.Instructions[index].Offset);
    }

    private static string Run(Engine engine, byte[] binary)
    {
        Module module = engine.LoadModule(binary);
        var text = new StringBuilder();
        foreach (int input in Inputs)
        {
            using Store store = engine.CreateStore();
            Instance instance = new Linker().Instantiate(store, module);
            text.Append(Outcome.Of(instance, (uint)input))
                .AppendLine(Convert.ToHexString(instance.Memories[0].GetSpan(End - 16, 16)));
        }

        return text.ToString();
    }
}
