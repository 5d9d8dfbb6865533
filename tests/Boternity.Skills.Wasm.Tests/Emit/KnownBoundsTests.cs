using System.Text;
using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Tests.Safety;

namespace Boternity.Skills.Wasm.Tests.Emit;

/// <summary>Accesses whose comparison an earlier one, or the memory's smallest size, makes needless, and those that
/// only look like it: each traps exactly where it should.</summary>
internal sealed class KnownBoundsTests(string tier) : OnEachTier(tier)
{
    private const int End = Memory.PageBytes;

    private static readonly Dictionary<string, Action<CodeWriter>> Bodies = new()
    {
        ["nearer behind farther"] = code => code.Get(0).Op(Opcode.I32Load, 0, 8).Set(1)
            .Get(0).Op(Opcode.I64Load, 0, 0).Op(Opcode.I32WrapI64).Get(1).Op(Opcode.I32Add),
        ["farther behind nearer"] = code => code.Get(0).Op(Opcode.I32Load, 0, 0).Set(1)
            .Get(0).Op(Opcode.I32Load, 0, 1).Get(1).Op(Opcode.I32Add),
        ["wider at the same place"] = code => code.Get(0).Op(Opcode.I32Load8U, 0, 3).Op(Opcode.Drop)
            .Get(0).Op(Opcode.I32Load, 0, 3),
        ["the local changed"] = code => code.Get(0).Op(Opcode.I32Load, 0, 0).Op(Opcode.Drop)
            .Get(0).I32(1).Op(Opcode.I32Add).Set(0).Get(0).Op(Opcode.I32Load, 0, 0),
        ["the local changed while it was kept"] = code => code.Get(0).Op(Opcode.I32Load, 0, 0).Op(Opcode.Drop)
            .Get(0).I32(1).Op(Opcode.I32Add).Op(Opcode.LocalTee, 0).Op(Opcode.I32Load, 0, 0),
        ["on one way only"] = code => code.Get(0).I32(End - 8).Op(Opcode.I32LtU)
            .Op(Opcode.If, CodeWriter.Empty).Get(0).Op(Opcode.I32Load, 0, 4).Set(1).End()
            .Get(0).Op(Opcode.I32Load, 0, 4).Get(1).Op(Opcode.I32Add),
        ["in a loop that moves on"] = code => code.Op(Opcode.Loop, CodeWriter.Empty)
            .Get(0).Op(Opcode.I32Load, 0, 0).Get(1).Op(Opcode.I32Add).Set(1)
            .Get(0).I32(2).Op(Opcode.I32Add).Op(Opcode.LocalTee, 0).I32(End + 8).Op(Opcode.I32LtU)
            .Op(Opcode.BrIf, 0).End().Get(1),
        ["a store behind a load"] = code => code.Get(0).Op(Opcode.I32Load, 0, 0).Set(1)
            .Get(0).I32(7).Op(Opcode.I32Store, 0, 0).Get(0).I64(7).Op(Opcode.I64Store, 0, 0).Get(1),
        ["a copy of the local"] = code => code.Get(0).Set(1).Get(1).Op(Opcode.I32Load, 0, 0).Op(Opcode.Drop)
            .I32(End - 2).Set(1).Get(0).Op(Opcode.I32Load, 0, 0).Get(1).Op(Opcode.I32Add),
        ["below a call that grows"] = code => code.Get(0).Op(Opcode.I32Load, 0, 0)
            .I32(1).Op(Opcode.MemoryGrow, 0).Op(Opcode.Drop).Get(0).Op(Opcode.I32Load, 0, 4).Op(Opcode.I32Add),
        ["a constant at the end"] = code => code.I32(End - 4).Op(Opcode.I32Load, 0, 0).Get(0).Op(Opcode.I32Add),
        ["a constant beyond"] = code => code.I32(End - 4).Op(Opcode.I32Load, 0, 1).Get(0).Op(Opcode.I32Add),
        ["a constant and an offset that are far"] = code => code.I32(-1).Op(Opcode.I32Load8U, 0, 2),
        ["an offset that is far"] = code => code.Get(0).Op(Opcode.I32Load8U, 0, 0xFFFF_FFFF),
    };

    public static IEnumerable<string> Names => Bodies.Keys;

    [TestCaseSource(nameof(Names))]
    public void Access_NearTheEnd_TrapsExactlyBeyondIt(string name)
    {
        using Store store = Guest.Engine.CreateStore();
        var interpreter = new Engine(Tier.OptionsOf(Tier.Interpreted));
        using Store reference = interpreter.CreateStore();
        for (int address = End - 12; address <= End + 1; address++)
        {
            string found = Run(new Linker().Instantiate(store, Guest.Engine.LoadModule(Write(name))), address);
            string expected = Run(
                new Linker().Instantiate(reference, interpreter.LoadModule(Write(name))), address);

            Assert.That(found, Is.EqualTo(expected), $"at {address}");
        }
    }

    // The first access decides by what it reads; the memory is as large as the import says only at least.
    [Test]
    public void Access_AtAConstantInALargerImport_ReadsIt()
    {
        var owner = new ModuleWriter();
        owner.Export("m", ExternKind.Memory, owner.Memory(3));
        owner.Data((2 * End) - 2, 1, 2, 3, 4);
        var user = new ModuleWriter();
        user.ImportMemory("o", "m", 2);
        user.ExportedFunction("run", [ValType.I32], code => code.I32((2 * End) - 2).Op(Opcode.I32Load, 0, 0));
        using Store store = Guest.Engine.CreateStore();
        var linker = new Linker();
        linker.DefineInstance("o", Guest.Instantiate(store, owner));

        Instance instance = linker.Instantiate(store, Guest.Engine.LoadModule(user.ToArray()));

        Assert.That((int)instance.GetFunction("run").Invoke()[0], Is.EqualTo(0x0403_0201));
    }

    private static byte[] Write(string name)
    {
        var module = new ModuleWriter();
        module.Memory(1, 4);
        module.Data(0, [.. Enumerable.Range(0, End).Select(i => (byte)(i * 7))]);
        int run = module.Function(
            module.Type([ValType.I32], [ValType.I32]), Bodies[name], (1, ValType.I32));
        module.Export("run", ExternKind.Function, run);
        return module.ToArray();
    }

    // Result or trap, and what is at the memory's end afterwards.
    private static string Run(Instance instance, int address)
    {
        var text = new StringBuilder();
        for (int i = 0; i < 3; i++)
        {
            text.Append(Outcome.Of(instance, (uint)address));
        }

        return text.Append(Convert.ToHexString(instance.Memories[0].GetSpan(End - 16, 16))).ToString();
    }
}
