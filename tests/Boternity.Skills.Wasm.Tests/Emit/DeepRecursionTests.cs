using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Tests.Safety;

namespace Boternity.Skills.Wasm.Tests.Emit;

/// <summary>The guest's stack is as deep on every tier, though only compiled code uses the thread's.</summary>
internal sealed class DeepRecursionTests
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(40)]
    public void Recursion_WithoutEnd_TrapsAtTheSameDepth(int locals)
    {
        (int, TrapCode, long, string)[] ends = [.. Tier.Names.Select(tier => Fall(tier, locals))];

        Assert.That(ends, Is.All.EqualTo(ends[0]));
        Assert.That(ends[0].Item2, Is.EqualTo(TrapCode.StackExhausted));
        Assert.That(ends[0].Item1, Is.GreaterThan(1000));
    }

    [Test]
    public void Recursion_OnASmallThread_TrapsAtTheSameDepth()
    {
        (int, TrapCode, long, string) expected = Fall(Tier.Interpreted, 1);

        Assert.That(Tier.Names.Select(tier => Guest.OnSmallThread(() => Fall(tier, 1))), Is.All.EqualTo(expected));
    }

    [Test]
    public void Recursion_OfHugeFrames_TrapsAtTheSameDepth()
    {
        (int Calls, TrapCode Code) expected = FallWithVectors(Tier.Interpreted);

        Assert.That(expected.Code, Is.EqualTo(TrapCode.StackExhausted));
        Assert.That(Tier.Names.Select(FallWithVectors), Is.All.EqualTo(expected));
        Assert.That(Tier.Names.Select(tier => Guest.OnSmallThread(() => FallWithVectors(tier))),
            Is.All.EqualTo(expected));
    }

    [Test]
    public void Recursion_ThatEnds_CountsEveryCall([ValueSource(typeof(Tier), nameof(Tier.Names))] string tier)
    {
        const int Depth = 60_000;
        var writer = new ModuleWriter();
        int type = writer.Type([ValType.I32], [ValType.I32]);
        writer.Export("run", ExternKind.Function, writer.Function(type, code => code
            .Get(0).Op(Opcode.If, CodeWriter.TypeOf(ValType.I32))
            .Get(0).I32(1).Op(Opcode.I32Sub).Call(0).I32(1).Op(Opcode.I32Add)
            .Op(Opcode.Else).I32(0).End()));
        var engine = new Engine(Tier.OptionsOf(tier));
        using Store store = engine.CreateStore();
        Func<int, int> run = new Linker().Instantiate(store, engine.LoadModule(writer.ToArray())).GetFunction("run")
            .AsFunc<int, int>();

        Assert.That((run(Depth), run(Depth), run(3)), Is.EqualTo((Depth, Depth, 3)));
    }

    // How often the function was called, counted in a global, and how that ended.
    private static (int Calls, TrapCode Code, long Fuel, string Backtrace) Fall(string tier, int locals)
    {
        var writer = new ModuleWriter();
        int counter = writer.Global(ValType.I32, mutable: true, code => code.I32(0));
        int run = writer.ExportedFunction(
            "run",
            [],
            code => code.Op(Opcode.GlobalGet, counter).I32(1).Op(Opcode.I32Add).Op(Opcode.GlobalSet, counter).Call(0)
                .Op(Opcode.Nop),
            (locals, ValType.I64));
        writer.Export("calls", ExternKind.Global, counter);
        var engine = new Engine(Tier.OptionsOf(tier));
        using Store store = engine.CreateStore();
        Instance instance = new Linker().Instantiate(store, engine.LoadModule(writer.ToArray()));
        Function function = instance.GetFunction("run");
        WasmTrapException trap = Assert.Throws<WasmTrapException>(() => function.Invoke());
        return ((int)instance.FindGlobal("calls")!.Value, trap.Code, store.FuelConsumed, trap.Backtrace.ToString());
    }

    // As Fall, with as many vectors as may be compiled, which all live across the call.
    private static (int Calls, TrapCode Code) FallWithVectors(string tier)
    {
        const int Vectors = 1900;
        var writer = new ModuleWriter();
        int counter = writer.Global(ValType.I32, mutable: true, code => code.I32(0));
        writer.ExportedFunction(
            "run",
            [ValType.V128],
            code =>
            {
                code.Op(Opcode.GlobalGet, counter).I32(1).Op(Opcode.I32Add).Op(Opcode.GlobalSet, counter);
                for (int i = 0; i < Vectors; i++)
                {
                    code.Op(Opcode.GlobalGet, counter).I32(i).Op(Opcode.I32Mul).Op(Opcode.I32x4Splat).Set(i);
                }

                code.Call(0);
                for (int i = 0; i < Vectors; i++)
                {
                    code.Get(i).Op(Opcode.I32x4Add);
                }
            },
            (Vectors, ValType.V128));
        writer.Export("calls", ExternKind.Global, counter);
        var engine = new Engine(Tier.OptionsOf(tier));
        using Store store = engine.CreateStore();
        Instance instance = new Linker().Instantiate(store, engine.LoadModule(writer.ToArray()));
        Function function = instance.GetFunction("run");
        WasmTrapException trap = Assert.Throws<WasmTrapException>(() => function.Invoke());
        return ((int)instance.FindGlobal("calls")!.Value, trap.Code);
    }
}
