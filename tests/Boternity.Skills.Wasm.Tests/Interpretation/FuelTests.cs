using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Tests.Safety;
using Boternity.Skills.Testing.Writing;

namespace Boternity.Skills.Wasm.Tests.Interpretation;

/// <summary>One unit an instruction; nop, block, loop, else and end are free; bulk operations by length.</summary>
internal sealed class FuelTests(string tier) : OnEachTier(tier)
{
    [Test]
    public void Fuel_OfStraightCode_IsItsInstructions() =>
        Assert.That(Use(code => code.I32(1).I32(2).Op(Opcode.I32Add).Op(Opcode.Nop).Op(Opcode.Drop)), Is.EqualTo(4));

    [Test]
    public void Fuel_OfBlocks_IsFree() =>
        Assert.That(Use(code =>
            code.Op(Opcode.Block, CodeWriter.Empty).Op(Opcode.Loop, CodeWriter.Empty).Op(Opcode.Nop).End().End()),
                Is.Zero);

    [TestCase(1, 4)]
    [TestCase(0, 5)]
    public void Fuel_OfAnIf_IsThatOfTheWayTaken(int condition, int expected) =>
        Assert.That(Use(code => code.I32(condition).Op(Opcode.If, CodeWriter.Empty).I32(1).Op(Opcode.Drop)
            .Op(Opcode.Else).I32(1).I32(2).Op(Opcode.Drop).Op(Opcode.Drop).End()),
                Is.EqualTo(condition == 1 ? expected : expected + 1));

    [Test]
    public void Fuel_OfALoop_IsThatOfItsRounds()
    {
        // Each round: get, const, sub, tee, br_if.
        long fuel = Use(code => code.I32(10).Set(0).Op(Opcode.Loop, CodeWriter.Empty)
            .Get(0).I32(1).Op(Opcode.I32Sub).Op(Opcode.LocalTee, 0).Op(Opcode.BrIf, 0).End());

        Assert.That(fuel, Is.EqualTo(2 + (10 * 5)));
    }

    [Test]
    public void Fuel_OfABranchOverCountedInstructionsWithoutCode_IsExact()
    {
        // "get, drop" leaves no code between two labels; the way that jumps must still not pay for it.
        static CodeWriter Body(CodeWriter code, int condition) => code.Op(Opcode.Block, CodeWriter.Empty)
            .I32(condition).Op(Opcode.BrIf, 0).Get(0).Op(Opcode.Drop).End().Get(0).Op(Opcode.Drop);

        Assert.That(Use(code => Body(code, 1)), Is.EqualTo(4));
        Assert.That(Use(code => Body(code, 0)), Is.EqualTo(6));
    }

    [TestCase(63, 4)]
    [TestCase(64, 5)]
    [TestCase(65536, 4 + 1024)]
    public void Fuel_OfMemoryFill_GoesByLength(int length, int expected) =>
        Assert.That(Use(code => code.I32(0).I32(1).I32(length).Op(Opcode.MemoryFill, 0)), Is.EqualTo(expected));

    [Test]
    public void Fuel_OfVeryLongStraightCode_IsStillExact()
    {
        const int Pairs = 100_000;

        Assert.That(
            Use(code =>
            {
                for (int i = 0; i < Pairs; i++)
                {
                    code.I32(i).Op(Opcode.Drop);
                }

                return code;
            }),
            Is.EqualTo(2 * Pairs));
    }

    [Test]
    public void Fuel_JustEnough_RunsAndOneLess_Traps()
    {
        var module = new ModuleWriter();
        module.ExportedFunction("run", [ValType.I32], code => code.I32(1).I32(2).Op(Opcode.I32Add));

        Assert.That(Guest.Run(module, new StoreOptions { Fuel = 3 }), Is.EqualTo(3));
        Assert.That(
            Assert.Throws<WasmTrapException>(() => Guest.Run(module, new StoreOptions { Fuel = 2 })).Code,
            Is.EqualTo(TrapCode.OutOfFuel));
    }

    [Test]
    public void Fuel_GivenAnew_LetsTheGuestRunAgain()
    {
        var module = new ModuleWriter();
        module.ExportedFunction("run", [ValType.I32], code => code.I32(1));
        using Store store = Guest.Engine.CreateStore(new StoreOptions { Fuel = 1 });
        Function run = Guest.Instantiate(store, module).GetFunction("run");
        run.Invoke();
        store.Fuel = 5;
        run.Invoke();

        Assert.That((store.Fuel, store.FuelConsumed), Is.EqualTo((4L, 2L)));
    }

    private static long Use(Func<CodeWriter, CodeWriter> body)
    {
        var module = new ModuleWriter();
        module.Memory(2);
        module.ExportedFunction("run", [], code => body(code), (1, ValType.I32));
        using Store store = Guest.Engine.CreateStore();
        Guest.Instantiate(store, module).GetFunction("run").Invoke();
        long once = store.FuelConsumed;
        Guest.Instantiate(store, module).GetFunction("run").Invoke();
        Assert.That(store.FuelConsumed, Is.EqualTo(2 * once), "the second run used other fuel than the first");
        return once;
    }
}
