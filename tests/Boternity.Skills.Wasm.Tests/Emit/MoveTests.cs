using System.Security.Cryptography;
using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Tests.Safety;

namespace Boternity.Skills.Wasm.Tests.Emit;

/// <summary>memory.copy and memory.fill, short and long, against the interpreter: bytes, traps, fuel.</summary>
internal sealed class MoveTests(string tier) : OnEachTier(tier)
{
    private const int End = Memory.PageBytes;

    private static readonly int[] Lengths = [0, 1, 63, 64, 65, 4095, 4096, 4097, 10_000, End, -1];
    private static readonly int[] Places = [0, 1, 100, End - 4096, End - 64, End - 1, End, End + 1, -1];

    [TestCase(Opcode.MemoryCopy)]
    [TestCase(Opcode.MemoryFill)]
    public void Move_OfAnyLengthAnywhere_DoesWhatTheInterpreterDoes(Opcode opcode)
    {
        var interpreter = new Engine(Tier.OptionsOf(Tier.Interpreted));
        Module module = Guest.Engine.LoadModule(Write(opcode));
        Module reference = interpreter.LoadModule(Write(opcode));
        using Store store = Guest.Engine.CreateStore();
        using Store other = interpreter.CreateStore();
        foreach (int length in Lengths)
        {
            foreach (int destination in Places)
            {
                foreach (int source in Places)
                {
                    Assert.That(
                        Run(store, module, destination, source, length),
                        Is.EqualTo(Run(other, reference, destination, source, length)),
                        $"{length} to {destination} from {source}");
                }
            }
        }
    }

    // 4,096 bytes are 64 units beside the instruction's own.
    [Test]
    public void Move_WithLittleFuel_EndsWhereTheInterpreterDoes(
        [Values(Opcode.MemoryCopy, Opcode.MemoryFill)] Opcode opcode, [Values(63, 4096, 10_000)] int length)
    {
        var interpreter = new Engine(Tier.OptionsOf(Tier.Interpreted));
        Module module = Guest.Engine.LoadModule(Write(opcode));
        Module reference = interpreter.LoadModule(Write(opcode));
        for (int fuel = 0; fuel < 400; fuel++)
        {
            using Store store = Guest.Engine.CreateStore(new StoreOptions { Fuel = fuel });
            using Store other = interpreter.CreateStore(new StoreOptions { Fuel = fuel });

            Assert.That(
                Run(store, module, 100, 200, length), Is.EqualTo(Run(other, reference, 100, 200, length)), $"{fuel}");
        }
    }

    [Test]
    public void Move_AfterGrowth_ReachesTheNewPage()
    {
        var writer = new ModuleWriter();
        writer.Memory(1, 4);
        writer.ExportedFunction("run", [ValType.I32], code => code
            .I32(1).Op(Opcode.MemoryGrow, 0).Op(Opcode.Drop)
            .I32(End - 8).I32(0x41).I32(16).Op(Opcode.MemoryFill, 0)
            .I32(End + 100).I32(End - 8).I32(16).Op(Opcode.MemoryCopy, 0, 0)
            .I32(End + 112).Op(Opcode.I32Load, 0, 0));
        using Store store = Guest.Engine.CreateStore();
        Instance instance = new Linker().Instantiate(store, Guest.Engine.LoadModule(writer.ToArray()));

        Assert.That((int)instance.GetFunction("run").Invoke()[0], Is.EqualTo(0x4141_4141));
    }

    private static byte[] Write(Opcode opcode)
    {
        var module = new ModuleWriter();
        module.Memory(1, 1);
        module.Data(0, [.. Enumerable.Range(0, End).Select(i => (byte)(i * 7))]);
        int run = module.Function(
            module.Type([ValType.I32, ValType.I32, ValType.I32], [ValType.I32]),
            code =>
            {
                // Three times: what is behind it reads what it did.
                code.Op(Opcode.Loop, CodeWriter.Empty).Get(0).Get(1).Get(2);
                code = opcode == Opcode.MemoryCopy ? code.Op(opcode, 0, 0) : code.Op(opcode, 0);
                code.Get(4).I32(100).Op(Opcode.I32Load, 0, 0).Op(Opcode.I32Add).Set(4)
                    .Get(3).I32(1).Op(Opcode.I32Add).Op(Opcode.LocalTee, 3).I32(3).Op(Opcode.I32LtU)
                    .Op(Opcode.BrIf, 0).End().Get(4);
            },
            (2, ValType.I32));
        module.Export("run", ExternKind.Function, run);
        return module.ToArray();
    }

    private static string Run(Store store, Module module, int destination, int source, int length)
    {
        Instance instance;
        try
        {
            instance = new Linker().Instantiate(store, module);
        }
        catch (WasmTrapException trap)
        {
            return $"not instantiated: {trap.Code} {store.FuelConsumed}";
        }

        return Outcome.Of(instance, (uint)destination, (uint)source, (uint)length)
            + Convert.ToHexString(SHA256.HashData(instance.Memories[0].GetSpan(0, End)));
    }
}
