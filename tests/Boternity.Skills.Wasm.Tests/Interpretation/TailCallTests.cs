using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Tests.Safety;

namespace Boternity.Skills.Wasm.Tests.Interpretation;

/// <summary>Tail calls take no stack, whichever instance they go to.</summary>
internal sealed class TailCallTests(string tier) : OnEachTier(tier)
{
    private const int ManyCalls = 100_000;

    [Test]
    public void TailCalls_BetweenTwoInstances_TakeConstantStack()
    {
        using Store store = Guest.Engine.CreateStore();
        Instance second = InstantiatePair(store, [ValType.I32], code => code.I32(42));

        Assert.That(second.GetFunction("run").Invoke()[0], Is.EqualTo(42));
        Assert.That(second.GetFunction("count").Invoke()[0], Is.EqualTo(1), "The call came back to its own instance.");
    }

    [Test]
    public void TailCalls_BetweenTwoInstances_GiveAllResults()
    {
        using Store store = Guest.Engine.CreateStore();
        Instance second = InstantiatePair(store, [ValType.I32, ValType.I64, ValType.I32, ValType.I64, ValType.I32],
            code => code.I32(1).I64(2).I32(3).I64(4).I32(5));

        Assert.That(second.GetFunction("run").Invoke(), Is.EqualTo([1, 2, 3, 4, 5]));
        Assert.That(second.GetFunction("count").Invoke()[0], Is.EqualTo(1));
    }

    [Test]
    public void TailCalls_BetweenTwoInstances_CalledByTheHost_GiveTheResult()
    {
        using Store store = Guest.Engine.CreateStore();
        Instance second = InstantiatePair(store, [ValType.I32], code => code.I32(42));

        Assert.That(second.GetFunction("step").Invoke(ManyCalls)[0], Is.EqualTo(42));
        Assert.That(second.GetFunction("step").Invoke(ManyCalls + 1)[0], Is.EqualTo(42));
    }

    [Test]
    public void TailCalls_ThatEndInATrap_HaveTheFramesThatAreLeft()
    {
        using Store store = Guest.Engine.CreateStore();
        Instance second = InstantiatePair(store, [ValType.I32], code => code.Op(Opcode.Unreachable));

        WasmTrapException trap = Assert.Throws<WasmTrapException>(() => second.GetFunction("run").Invoke());

        // The callee of the last tail call, and who called the first: its caller in the other instance.
        Assert.That(trap.Code, Is.EqualTo(TrapCode.Unreachable));
        Assert.That(trap.Backtrace.Frames.Select(frame => frame.FunctionIndex), Is.EqualTo([0, 2]));
    }

    [Test]
    public void TailCall_OfAHostFunction_ReturnsItsResult()
    {
        var writer = new ModuleWriter();
        int host = writer.ImportFunction("env", "double", writer.Type([ValType.I32], [ValType.I32]));
        writer.ExportedFunction("run", [ValType.I32], code => code.I32(21).Op(Opcode.ReturnCall, host));
        using Store store = Guest.Engine.CreateStore();
        Linker linker = new Linker().DefineFunction<int, int>("env", "double", (_, value) => value * 2);

        Instance instance = linker.Instantiate(store, Guest.Engine.LoadModule(writer.ToArray()));

        Assert.That(instance.GetFunction("run").Invoke()[0], Is.EqualTo(42));
    }

    [Test]
    public void TailCalls_WithoutEnd_EndWithTheFuel()
    {
        using Store store = Guest.Engine.CreateStore(new StoreOptions { Fuel = 100_000 });
        Instance second = InstantiatePair(store, [ValType.I32], code => code.I32(42));

        Assert.That(Guest.Trap(second.GetFunction("step"), int.MaxValue), Is.EqualTo(TrapCode.OutOfFuel));
    }

    // The first counts down and calls the second through a table; the second calls the first by its import.
    private static Instance InstantiatePair(Store store, ValType[] results, Func<CodeWriter, CodeWriter> end)
    {
        var first = new ModuleWriter();
        int type = first.Type([ValType.I32], results);
        int table = first.Table(ValType.FuncRef, 1);
        int down = first.Function(type, code => end(code.Get(0).Op(Opcode.I32Eqz).Op(Opcode.If, CodeWriter.Empty))
            .Op(Opcode.Return).End()
            .Get(0).I32(1).Op(Opcode.I32Sub).I32(0).Op(Opcode.ReturnCallIndirect, type, table));
        first.Export("down", ExternKind.Function, down);
        first.Export("table", ExternKind.Table, table);

        var second = new ModuleWriter();
        type = second.Type([ValType.I32], results);
        int imported = second.ImportFunction("first", "down", type);
        second.ImportTable("first", "table", ValType.FuncRef, 1);
        int global = second.Global(ValType.I32, mutable: true, code => code.I32(0));
        int step = second.Function(type, code => code.Get(0).Op(Opcode.ReturnCall, imported));
        second.Export("step", ExternKind.Function, step);
        second.Elements(0, step);
        second.ExportedFunction("run", results, code => code.I32(ManyCalls).Call(step)
            .Op(Opcode.GlobalGet, global).I32(1).Op(Opcode.I32Add).Op(Opcode.GlobalSet, global));
        second.ExportedFunction("count", [ValType.I32], code => code.Op(Opcode.GlobalGet, global));

        Linker linker = new Linker().DefineInstance("first", Guest.Instantiate(store, first));
        return linker.Instantiate(store, Guest.Engine.LoadModule(second.ToArray()));
    }
}
