using System.Diagnostics;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Testing.Writing;

namespace Boternity.Skills.Wasm.Tests.Safety;

/// <summary>Guests that ask for more memory than anybody has, and instances that must not see each other.</summary>
internal sealed class GrowthTests(string tier) : OnEachTier(tier)
{
    private const ValType I32 = ValType.I32;

    [Test]
    public void TableGrow_ByAHundredMillion_AnswersMinusOneAndTakesNoMemory()
    {
        var module = new ModuleWriter();
        module.Table(ValType.FuncRef, 1);
        module.ExportedFunction("run", [I32], code => code.Raw(0xD0, 0x70).I32(100_000_000).Op(Opcode.TableGrow, 0));
        long before = GC.GetTotalAllocatedBytes();

        Assert.That(Guest.Run(module), Is.EqualTo(-1));
        Assert.That(GC.GetTotalAllocatedBytes() - before, Is.LessThan(100_000_000));
    }

    // Of a table that is full, and of one that has room: the elements are copied, or only filled.
    [TestCase(1_000u, 2_000u)]
    [TestCase(1_001u, 900u)]
    public void TableGrow_Cancelled_TrapsAndLeavesTheTableAsItWas(uint length, uint more)
    {
        using var cancellation = new CancellationTokenSource();
        using Store store = Guest.Engine.CreateStore(new StoreOptions { CancellationToken = cancellation.Token });
        Table table = Table.Create(store, new TableType(ValType.FuncRef, new Limits(1_000, null)));
        if (length > 1_000)
        {
            table.Grow(length - 1_000, 0);
        }

        long held = store.MemoryBytes;
        cancellation.Cancel();

        TrapCode code = Assert.Throws<WasmTrapException>(() => table.Grow(more, 0)).Code;

        Assert.That(code, Is.EqualTo(TrapCode.Cancelled));
        Assert.That((table.Length, store.MemoryBytes), Is.EqualTo((length, held)));
    }

    [Test]
    public void TableGrow_PastTheStoresLimit_AnswersMinusOne()
    {
        var module = new ModuleWriter();
        module.Table(ValType.ExternRef, 1);
        module.ExportedFunction("run", [I32], code => code.Raw(0xD0, 0x6F).I32(1_000_000).Op(Opcode.TableGrow, 0));

        Assert.That(Guest.Run(module, new StoreOptions { MaxMemoryBytes = 4 << 20 }), Is.EqualTo(-1));
    }

    [Test]
    public void MemoryGrow_ToFourGibibytes_AnswersMinusOnePastTheStoresLimit()
    {
        var module = new ModuleWriter();
        module.Memory(1);
        module.ExportedFunction("run", [I32], code => code.I32(65535).Op(Opcode.MemoryGrow, 0));
        using Store store = Guest.Engine.CreateStore(new StoreOptions { MaxMemoryBytes = 64 << 20 });
        Function run = Guest.Instantiate(store, module).GetFunction("run");

        Assert.That((int)run.Invoke()[0], Is.EqualTo(-1));
        Assert.That(store.PeakMemoryBytes, Is.EqualTo(65536));
    }

    [Test]
    public void MemoryGrow_InSmallStepsWithoutEnd_EndsAtTheStoresLimit()
    {
        var module = new ModuleWriter();
        module.Memory(0);
        module.ExportedFunction("run", [I32], code => code
            .Op(Opcode.Loop, CodeWriter.Empty)
            .I32(1).Op(Opcode.MemoryGrow, 0).I32(-1).Op(Opcode.I32Ne).Op(Opcode.BrIf, 0)
            .End().Op(Opcode.MemorySize, 0));
        using Store store = Guest.Engine.CreateStore(new StoreOptions { MaxMemoryBytes = 32 << 20 });
        Function run = Guest.Instantiate(store, module).GetFunction("run");

        Assert.That((int)run.Invoke()[0], Is.EqualTo(512));
        Assert.That(store.PeakMemoryBytes, Is.EqualTo(32 << 20));
    }

    [Test]
    public void Memory_OfFourGibibytesAtTheStart_IsALinkErrorPastTheStoresLimit()
    {
        var module = new ModuleWriter();
        module.Memory(65536);
        using Store store = Guest.Engine.CreateStore(new StoreOptions { MaxMemoryBytes = 64 << 20 });

        Assert.Throws<WasmLinkException>(() => Guest.Instantiate(store, module));
    }

    [Test]
    public void SecondInstance_AfterTheFirstDroppedItsSegments_HasItsOwn()
    {
        var writer = new ModuleWriter();
        writer.Memory(1);
        writer.Table(ValType.FuncRef, 1);
        int data = writer.PassiveData(42, 43);
        writer.ExportedFunction("data", [I32],
            code => code.I32(0).I32(0).I32(2).Op(Opcode.MemoryInit, data, 0).I32(1).Op(Opcode.I32Load8U, 0, 0));
        writer.ExportedFunction("elements", [I32], code => code
            .I32(0).I32(0).I32(1).Op(Opcode.TableInit, 0, 0)
            .I32(0).Op(Opcode.TableGet, 0).Op(Opcode.RefIsNull));
        writer.ExportedFunction("drop", [], code => code.Op(Opcode.DataDrop, data).Op(Opcode.ElemDrop, 0));
        writer.PassiveElements(0);
        Module module = Guest.Engine.LoadModule(writer.ToArray());
        var linker = new Linker();
        using Store firstStore = Guest.Engine.CreateStore();
        using Store otherStore = Guest.Engine.CreateStore();
        Instance first = linker.Instantiate(firstStore, module);
        first.GetFunction("drop").Invoke();

        Assert.That(Guest.Trap(first.GetFunction("data")), Is.EqualTo(TrapCode.MemoryOutOfBounds));
        Assert.That(Guest.Trap(first.GetFunction("elements")), Is.EqualTo(TrapCode.TableOutOfBounds));
        foreach (Store store in new[] { firstStore, otherStore })
        {
            Instance second = linker.Instantiate(store, module);
            Assert.That((int)second.GetFunction("data").Invoke()[0], Is.EqualTo(43));
            Assert.That((int)second.GetFunction("elements").Invoke()[0], Is.Zero);
        }
    }

    [Test]
    public void MemoryGrow_InSteps_HoldsNoMoreThanIsCharged()
    {
        const int Steps = 16;
        const int PagesOfStep = 256;
        using Store store = Guest.Engine.CreateStore(new StoreOptions { MaxMemoryBytes = 512 << 20 });
        Memory memory = Memory.Create(store, new MemoryType(new Limits(1, null)));
        using var process = Process.GetCurrentProcess();
        long before = process.WorkingSet64;

        for (int i = 0; i < Steps; i++)
        {
            Assert.That(memory.Grow(PagesOfStep), Is.Not.Negative);
            memory.GetSpan(0, memory.Length).Fill(1);
        }

        process.Refresh();
        Assert.That(process.WorkingSet64 - before, Is.LessThan(store.PeakMemoryBytes * 5 / 4));
        Assert.That(store.PeakMemoryBytes, Is.EqualTo(((Steps * PagesOfStep) + 1) * 65536L));
    }

    [Test]
    public void MemoryGrow_WithTheAddressSpaceReserved_StaysInItsPlace()
    {
        using Store store = Guest.Engine.CreateStore(new StoreOptions { MaxMemoryBytes = 64 << 20 });
        Memory memory = Memory.Create(store, new MemoryType(new Limits(1, null)));
        memory.GetSpan(5, 1)[0] = 7;
        Span<byte> seen = memory.GetSpan(5, 1);

        memory.Grow(1000);
        memory.GetSpan(5, 1)[0] = 8;

        Assert.That(seen[0], Is.EqualTo(8));
        Assert.That(memory.GetSpan(65536, 1000 * 65536).IndexOfAnyExcept((byte)0), Is.Negative);
    }

    [Test]
    public void MemoryGrow_OfAMemoryThatWasUsedBefore_GivesZeros()
    {
        for (int i = 0; i < 3; i++)
        {
            using Store store = Guest.Engine.CreateStore(new StoreOptions { MaxMemoryBytes = 16 << 20 });
            Memory memory = Memory.Create(store, new MemoryType(new Limits(1, null)));
            memory.Grow(9);

            Assert.That(memory.GetSpan(0, memory.Length).IndexOfAnyExcept((byte)0), Is.Negative);
            memory.GetSpan(0, memory.Length).Fill(0xEE);
        }
    }

    [Test]
    public void TableGrow_ByOne_ChargesWhatTheTableHolds()
    {
        using Store store = Guest.Engine.CreateStore(new StoreOptions { MaxMemoryBytes = 1 << 20 });
        Table table = Table.Create(store, new TableType(ValType.FuncRef, new Limits(60_000, null)));

        Assert.That(table.Grow(1, 0), Is.EqualTo(60_000));
        Assert.That(store.MemoryBytes, Is.EqualTo(120_000 * sizeof(ulong)), "Twice the size is held for more.");
        Assert.That(table.Grow(60_000, 0), Is.EqualTo(60_001), "What is left of the limit can be had.");
        Assert.That(table.Grow(20_000, 0), Is.EqualTo(-1));
    }
}
