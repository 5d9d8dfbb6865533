using System.Collections.Concurrent;
using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Tests.Emit;

internal sealed class TailCallTests
{
    private const int Many = 2_000_000;

    [TestCase(Tier.Compiled, "direct")]
    [TestCase(Tier.Compiled, "indirect")]
    [TestCase(Tier.Mixed, "direct")]
    [TestCase(Tier.Mixed, "indirect")]
    [TestCase(Tier.Pieces, "direct")]
    [TestCase(Tier.Pieces, "indirect")]
    [TestCase(Tier.MixedPieces, "direct")]
    public void TailCalls_ByTheMillion_TakeNoStackAndTheFuelOfTheInterpreter(string tier, string how)
    {
        (int result, long fuel, Module module, CompilationFailure[] failures) = Run(tier, how, Many);

        Assert.That(result, Is.EqualTo(Many));
        Assert.That(fuel, Is.EqualTo(Run(Tier.Interpreted, how, Many).Fuel));
        Assert.That(failures, Is.Empty);
        Assert.That(Enumerable.Range(0, 2).Select(module.Code.FindCompiled), Has.None.Null);
    }

    [Test]
    public void TailCall_OfAFunctionWithALargerFrame_EndsTheStackWhereTheInterpreterDoes()
    {
        string[] ends = [.. new[] { Tier.Interpreted, Tier.Compiled, Tier.Mixed, Tier.Pieces }.Select(EndOfStack)];

        Assert.That(ends, Is.All.EqualTo(ends[0]));
        Assert.That(ends[0], Does.StartWith(nameof(TrapCode.StackExhausted)));
    }

    // even(n, count) and odd(n, count) call each other in place of themselves.
    private static (int Result, long Fuel, Module Module, CompilationFailure[] Failures) Run(
        string tier, string how, int n)
    {
        var failures = new ConcurrentQueue<CompilationFailure>();
        var engine = new Engine(Tier.OptionsOf(tier) with { OnCompilationFailure = failures.Enqueue });
        var writer = new ModuleWriter();
        int type = writer.Type([ValType.I32, ValType.I32], [ValType.I32]);
        writer.Table(ValType.FuncRef, 2, 2);
        for (int self = 0; self < 2; self++)
        {
            int other = 1 - self;
            writer.Function(type, code =>
            {
                code.Get(0).Op(Opcode.I32Eqz).Op(Opcode.If, CodeWriter.Empty).Get(1).Op(Opcode.Return).End();
                code.Get(0).I32(1).Op(Opcode.I32Sub).Get(1).I32(1).Op(Opcode.I32Add);
                if (how == "direct")
                {
                    code.Op(Opcode.ReturnCall, other);
                }
                else
                {
                    code.I32(other).Op(Opcode.ReturnCallIndirect, type, 0);
                }
            });
        }

        writer.Elements(0, [0, 1]);
        writer.Export("run", ExternKind.Function, 0);
        Module module = engine.LoadModule(writer.ToArray());
        using Store store = engine.CreateStore();
        int result = new Linker().Instantiate(store, module).GetFunction("run").AsFunc<int, int, int>()(n, 0);
        return (result, store.FuelConsumed, module, [.. failures]);
    }

    // Each call is ended by a tail call of a function with many locals, which calls again.
    private static string EndOfStack(string tier)
    {
        var engine = new Engine(Tier.OptionsOf(tier) with { StackBytes = 1 << 20 });
        var writer = new ModuleWriter();
        int type = writer.Type([ValType.I32], [ValType.I32]);
        writer.Function(type, code => code.Get(0).I32(1).Op(Opcode.I32Add).Op(Opcode.ReturnCall, 1));
        writer.Function(type, code => code.Get(0).Call(0).I32(3).Op(Opcode.I32Mul), (100, ValType.I64));
        writer.Export("run", ExternKind.Function, 0);
        using Store store = engine.CreateStore();
        Function run = new Linker().Instantiate(store, engine.LoadModule(writer.ToArray())).GetFunction("run");
        WasmTrapException trap = Assert.Throws<WasmTrapException>(() => run.Invoke(0))!;
        return $"{trap.Code} {store.FuelConsumed} {trap.Backtrace}";
    }
}
