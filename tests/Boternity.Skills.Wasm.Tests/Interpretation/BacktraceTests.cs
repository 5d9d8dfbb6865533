using System.Text;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Tests.Safety;
using Boternity.Skills.Testing.Writing;

namespace Boternity.Skills.Wasm.Tests.Interpretation;

internal sealed class BacktraceTests(string tier) : OnEachTier(tier)
{
    [Test]
    public void Trap_InACalledFunction_TellsFramesWithNamesAndOffsets()
    {
        var writer = new ModuleWriter();
        int inner = writer.Function(writer.Type([], []), code => code.Op(Opcode.Nop).Op(Opcode.Unreachable));
        writer.ExportedFunction("run", [], code => code.I32(1).Op(Opcode.Drop).Call(inner));
        byte[] binary = [.. writer.ToArray(), .. NameSection((0, "crash"))];
        using Store store = Guest.Engine.CreateStore();
        Function run = new Linker().Instantiate(store, Guest.Engine.LoadModule(binary)).GetFunction("run");

        WasmTrapException trap = Assert.Throws<WasmTrapException>(() => run.Invoke());

        Assert.That(trap.Backtrace.Frames.Select(frame => (frame.FunctionIndex, frame.FunctionName)),
            Is.EqualTo(new (int, string?)[] { (0, "crash"), (1, null) }));
        Assert.That(trap.Backtrace.Frames.Select(frame => (int)binary[frame.Offset]),
            Is.EqualTo(new[] { (int)Opcode.Unreachable, (int)Opcode.Call }));
        Assert.That(trap.Backtrace.ToString(), Does.Contain("crash @ 0x").And.Contain("<wasm function 1> @ 0x"));
    }

    [Test]
    public void Trap_InLargeFunctions_TellsOnlyTheStartOfThoseThatAreTooMuch()
    {
        const int Body = 100 << 10;
        var writer = new ModuleWriter();
        int type = writer.Type([], []);
        for (int i = 0; i < 4; i++)
        {
            int callee = i - 1;
            writer.Function(type, code =>
            {
                for (int k = 0; k < Body; k++)
                {
                    code.Op(Opcode.Nop);
                }

                (callee < 0 ? code.Op(Opcode.Unreachable) : code.Call(callee)).Op(Opcode.Nop);
            });
        }

        writer.Export("run", ExternKind.Function, 3);
        using Store store = Guest.Engine.CreateStore();
        Instance instance = Guest.Instantiate(store, writer);

        WasmTrapException trap = Assert.Throws<WasmTrapException>(() => instance.GetFunction("run").Invoke());

        int[] inBody = [.. trap.Backtrace.Frames.Select(
            frame => frame.Offset - instance.Module.Definition.Bodies[frame.FunctionIndex].Code.Offset)];
        Assert.That(trap.Backtrace.Frames.Select(frame => frame.FunctionIndex), Is.EqualTo(new[] { 0, 1, 2, 3 }));
        Assert.That(inBody[..2], Is.All.EqualTo(Body + 1));
        Assert.That(inBody[2..], Is.All.EqualTo(0).Or.All.EqualTo(Body + 1), "machine code knows where it is");
        Assert.That(TierName != Tier.Interpreted || inBody[2] == 0, Is.True);
    }

    [Test]
    public void Trap_InADeepRecursion_KeepsTheInnermostFrames()
    {
        var writer = new ModuleWriter();
        writer.ExportedFunction("run", [], code => code.Call(0));
        using Store store = Guest.Engine.CreateStore();
        Function run = Guest.Instantiate(store, writer).GetFunction("run");

        Assert.That(Assert.Throws<WasmTrapException>(() => run.Invoke()).Backtrace.Frames,
            Has.Count.EqualTo(WasmBacktrace.MaxFrames));
    }

    [Test]
    public void Trap_ThroughTwoInstancesAndTheHost_TellsAllGuestFrames()
    {
        using Store store = Guest.Engine.CreateStore();
        var inner = new ModuleWriter();
        inner.ExportedFunction("crash", [], code => code.I32(1).I32(0).Op(Opcode.I32DivS).Op(Opcode.Drop));
        Instance innermost = Guest.Instantiate(store, inner);
        var linker = new Linker();
        linker.DefineInstance("inner", innermost)
            .DefineFunction("host", "again", caller => innermost.GetFunction("crash").Invoke());

        WasmTrapException direct = Assert.Throws<WasmTrapException>(() =>
            Outer(linker, store, "inner", "crash").Invoke());
        WasmTrapException throughHost =
            Assert.Throws<WasmTrapException>(() => Outer(linker, store, "host", "again").Invoke());

        Assert.That(direct.Backtrace.Frames.Select(frame => frame.FunctionIndex), Is.EqualTo(new[] { 0, 1 }));
        Assert.That(throughHost.Backtrace.Frames.Select(frame => frame.FunctionIndex), Is.EqualTo(new[] { 0, 1 }));
    }

    private static Function Outer(Linker linker, Store store, string module, string name)
    {
        var writer = new ModuleWriter();
        int import = writer.ImportFunction(module, name, writer.Type([], []));
        writer.ExportedFunction("run", [], code => code.Call(import));
        return linker.Instantiate(store, Guest.Engine.LoadModule(writer.ToArray())).GetFunction("run");
    }

    private static byte[] NameSection(params (byte Index, string Name)[] names)
    {
        var map = new List<byte> { (byte)names.Length };
        foreach ((byte index, string name) in names)
        {
            map.Add(index);
            map.Add((byte)name.Length);
            map.AddRange(Encoding.UTF8.GetBytes(name));
        }

        byte[] contents = [4, .. "name"u8, 1, (byte)map.Count, .. map];
        return [0, (byte)contents.Length, .. contents];
    }
}
