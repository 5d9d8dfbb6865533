using System.Diagnostics;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Tests.Writing;

namespace Boternity.Skills.Wasm.Tests.Safety;

/// <summary>Guests that are known to hang or kill engines: each ends with an error of this one, and the process lives.</summary>
internal sealed class PeerKillerTests
{
    private const ValType I32 = ValType.I32;

    private static readonly Engine Engine = new();

    [Test]
    public void EndlessLoop_WithFuel_TrapsOutOfFuel()
    {
        using Store store = Engine.CreateStore(new StoreOptions { Fuel = 10_000_000 });
        Function run = Instantiate(store, EndlessLoop()).GetFunction("run");

        Assert.That(Trap(run), Is.EqualTo(TrapCode.OutOfFuel));
        Assert.That(store.FuelConsumed, Is.LessThanOrEqualTo(10_000_000));
    }

    [Test]
    public void EndlessLoop_WithDeadline_TrapsDeadlineExceeded()
    {
        using Store store = Engine.CreateStore(new StoreOptions { Timeout = TimeSpan.FromMilliseconds(50) });

        Assert.That(Trap(Instantiate(store, EndlessLoop()).GetFunction("run")), Is.EqualTo(TrapCode.DeadlineExceeded));
    }

    [Test]
    public void EndlessLoop_Cancelled_TrapsCancelled()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        using Store store = Engine.CreateStore(new StoreOptions { CancellationToken = cancellation.Token });

        Assert.That(Trap(Instantiate(store, EndlessLoop()).GetFunction("run")), Is.EqualTo(TrapCode.Cancelled));
    }

    [Test]
    public void EndlessRecursion_OnAnOrdinaryThread_TrapsStackExhausted()
    {
        using Store store = Engine.CreateStore();

        Assert.That(Trap(Instantiate(store, EndlessRecursion()).GetFunction("run")), Is.EqualTo(TrapCode.StackExhausted));
    }

    [Test]
    public void EndlessRecursion_OnAThreadWith256KilobytesOfStack_TrapsStackExhausted()
    {
        using Store store = Engine.CreateStore();
        Function run = Instantiate(store, EndlessRecursion()).GetFunction("run");

        Assert.That(OnSmallThread(() => Trap(run)), Is.EqualTo(TrapCode.StackExhausted));
    }

    [Test]
    public void EndlessRecursion_WithManyLocals_TrapsStackExhausted()
    {
        var module = new ModuleWriter();
        module.ExportedFunction("run", [], code => code.Call(0), (40_000, ValType.V128));
        using Store store = Engine.CreateStore();

        Assert.That(Trap(Instantiate(store, module).GetFunction("run")), Is.EqualTo(TrapCode.StackExhausted));
    }

    [Test]
    public void EndlessRecursion_Cancelled_Traps()
    {
        // Never deep: every call returns at once or calls itself twice, so that only time ends it.
        var module = new ModuleWriter();
        int type = module.Type([I32], []);
        int function = module.Function(type, code => code
            .Get(0).Op(Opcode.If, CodeWriter.Empty)
            .Get(0).I32(1).Op(Opcode.I32Sub).Call(0)
            .Get(0).I32(1).Op(Opcode.I32Sub).Call(0)
            .End());
        module.Export("run", ExternKind.Function, function);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        using Store store = Engine.CreateStore(new StoreOptions { CancellationToken = cancellation.Token });
        Function run = Instantiate(store, module).GetFunction("run");

        Assert.That(Trap(run, 1000), Is.EqualTo(TrapCode.Cancelled));
    }

    [Test]
    public void RecursionThroughHostFunctions_OnAnOrdinaryThread_TrapsStackExhausted()
    {
        using Store store = Engine.CreateStore();

        Assert.That(Trap(RecursionThroughHost(store)), Is.EqualTo(TrapCode.StackExhausted));
    }

    [Test]
    public void RecursionThroughHostFunctions_OnAThreadWith256KilobytesOfStack_TrapsStackExhausted()
    {
        using Store store = Engine.CreateStore();
        Function run = RecursionThroughHost(store);

        Assert.That(OnSmallThread(() => Trap(run)), Is.EqualTo(TrapCode.StackExhausted));
    }

    [Test]
    public void RecursionThroughHostFunctions_WithoutADepthLimit_IsStoppedByTheThreadsStack()
    {
        var engine = new Engine(new EngineOptions { MaxReentryDepth = int.MaxValue, StackBytes = 256 << 20 });
        using Store store = engine.CreateStore();
        Function run = RecursionThroughHost(store, engine);

        Assert.That(OnSmallThread(() => Trap(run)), Is.EqualTo(TrapCode.StackExhausted));
    }

    [Test]
    public void NestedBlocks_TwentyThousand_Run()
    {
        const int Depth = 20_000;
        var module = new ModuleWriter();
        module.ExportedFunction("run", [I32], code =>
        {
            for (int i = 0; i < Depth; i++) code.Op(Opcode.Block, CodeWriter.Empty);
            code.Op(Opcode.Br, Depth - 1);
            for (int i = 0; i < Depth; i++) code.End();
            code.I32(7);
        });

        Assert.That(OnSmallThread(() => Run(module)), Is.EqualTo(7));
    }

    [Test]
    public void NestedLoopsAndIfs_TwentyThousand_Run()
    {
        const int Depth = 20_000;
        var module = new ModuleWriter();
        module.ExportedFunction("run", [I32], code =>
        {
            for (int i = 0; i < Depth; i++)
            {
                if (i % 2 == 0) code.Op(Opcode.Loop, CodeWriter.Empty);
                else code.I32(1).Op(Opcode.If, CodeWriter.Empty);
            }

            for (int i = 0; i < Depth; i++) code.End();
            code.I32(8);
        });

        Assert.That(OnSmallThread(() => Run(module)), Is.EqualTo(8));
    }

    [Test]
    public void Locals_FiftyThousand_RunAndStartAsZero()
    {
        var module = new ModuleWriter();
        module.ExportedFunction(
            "run",
            [I32],
            code => code.Get(49_999).I32(5).Op(Opcode.I32Add).Set(49_998).Get(49_998),
            (49_999, I32),
            (1, I32));

        Assert.That(Run(module), Is.EqualTo(5));
    }

    [Test]
    public void Locals_FourBillionClaimed_AreRefusedWithAnOffset()
    {
        var module = new ModuleWriter();
        module.ExportedFunction("run", [], _ => { }, (uint.MaxValue, I32), (uint.MaxValue, I32));

        var error = Assert.Throws<WasmFormatException>(() => Engine.LoadModule(module.ToArray()));
        Assert.That(error.Offset, Is.GreaterThan(8));
    }

    [Test]
    public void BrTable_OfAMillionTargets_IsRefusedOrRuns()
    {
        // The limits of the JavaScript interface (section "Implementation-defined limits") hold a br_table to 65,520 targets.
        const int Targets = 1_000_000;
        var module = new ModuleWriter();
        module.ExportedFunction("run", [I32], code =>
        {
            code.Op(Opcode.Block, CodeWriter.Empty).I32(Targets - 1).Op(Opcode.BrTable, Targets);
            for (int i = 0; i <= Targets; i++) code.Unsigned(0);
            code.End().I32(9);
        });

        int? result = null;
        try
        {
            result = Run(module);
        }
        catch (WasmException)
        {
            return;
        }

        Assert.That(result, Is.EqualTo(9));
    }

    [Test]
    public void BrTable_OfSixtyFiveThousandTargets_Runs()
    {
        const int Targets = 65_000;
        var module = new ModuleWriter();
        module.ExportedFunction("run", [I32], code =>
        {
            code.Op(Opcode.Block, CodeWriter.Empty).Op(Opcode.Block, CodeWriter.Empty).I32(Targets - 1).Op(Opcode.BrTable, Targets);
            for (int i = 0; i < Targets; i++) code.Unsigned(i == Targets - 1 ? 1UL : 0);
            code.Unsigned(0).End().I32(1).Op(Opcode.Return).End().I32(10);
        });

        Assert.That(Run(module), Is.EqualTo(10));
    }

    [Test]
    public void TableGrow_ByAHundredMillion_AnswersMinusOneAndTakesNoMemory()
    {
        var module = new ModuleWriter();
        module.Table(ValType.FuncRef, 1);
        module.ExportedFunction("run", [I32], code => code.Raw(0xD0, 0x70).I32(100_000_000).Op(Opcode.TableGrow, 0));
        long before = GC.GetTotalAllocatedBytes();

        Assert.That(Run(module), Is.EqualTo(-1));
        Assert.That(GC.GetTotalAllocatedBytes() - before, Is.LessThan(100_000_000));
    }

    [Test]
    public void TableGrow_PastTheStoresLimit_AnswersMinusOne()
    {
        var module = new ModuleWriter();
        module.Table(ValType.ExternRef, 1);
        module.ExportedFunction("run", [I32], code => code.Raw(0xD0, 0x6F).I32(1_000_000).Op(Opcode.TableGrow, 0));

        Assert.That(Run(module, new StoreOptions { MaxMemoryBytes = 4 << 20 }), Is.EqualTo(-1));
    }

    [Test]
    public void MemoryGrow_ToFourGibibytes_AnswersMinusOnePastTheStoresLimit()
    {
        var module = new ModuleWriter();
        module.Memory(1);
        module.ExportedFunction("run", [I32], code => code.I32(65535).Op(Opcode.MemoryGrow, 0));
        using Store store = Engine.CreateStore(new StoreOptions { MaxMemoryBytes = 64 << 20 });
        Function run = Instantiate(store, module).GetFunction("run");

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
        using Store store = Engine.CreateStore(new StoreOptions { MaxMemoryBytes = 32 << 20 });
        Function run = Instantiate(store, module).GetFunction("run");

        Assert.That((int)run.Invoke()[0], Is.EqualTo(512));
        Assert.That(store.PeakMemoryBytes, Is.EqualTo(32 << 20));
    }

    [Test]
    public void Memory_OfFourGibibytesAtTheStart_IsALinkErrorPastTheStoresLimit()
    {
        var module = new ModuleWriter();
        module.Memory(65536);
        using Store store = Engine.CreateStore(new StoreOptions { MaxMemoryBytes = 64 << 20 });

        Assert.Throws<WasmLinkException>(() => Instantiate(store, module));
    }

    [Test]
    public void SecondInstance_AfterTheFirstDroppedItsSegments_HasItsOwn()
    {
        var writer = new ModuleWriter();
        writer.Memory(1);
        writer.Table(ValType.FuncRef, 1);
        int data = writer.PassiveData(42, 43);
        writer.ExportedFunction("data", [I32], code => code.I32(0).I32(0).I32(2).Op(Opcode.MemoryInit, data, 0).I32(1).Op(Opcode.I32Load8U, 0, 0));
        writer.ExportedFunction("elements", [I32], code => code
            .I32(0).I32(0).I32(1).Op(Opcode.TableInit, 0, 0)
            .I32(0).Op(Opcode.TableGet, 0).Op(Opcode.RefIsNull));
        writer.ExportedFunction("drop", [], code => code.Op(Opcode.DataDrop, data).Op(Opcode.ElemDrop, 0));
        writer.PassiveElements(0);
        Module module = Engine.LoadModule(writer.ToArray());
        var linker = new Linker();
        using Store firstStore = Engine.CreateStore();
        using Store otherStore = Engine.CreateStore();
        Instance first = linker.Instantiate(firstStore, module);
        first.GetFunction("drop").Invoke();

        Assert.That(Trap(first.GetFunction("data")), Is.EqualTo(TrapCode.MemoryOutOfBounds));
        Assert.That(Trap(first.GetFunction("elements")), Is.EqualTo(TrapCode.TableOutOfBounds));
        foreach (Store store in new[] { firstStore, otherStore })
        {
            Instance second = linker.Instantiate(store, module);
            Assert.That((int)second.GetFunction("data").Invoke()[0], Is.EqualTo(43));
            Assert.That((int)second.GetFunction("elements").Invoke()[0], Is.Zero);
        }
    }

    [Test]
    public void Functions_FourBillionClaimedInTenBytes_CostNothing()
    {
        // Section 3 of five bytes whose vector claims 4,294,967,295 functions.
        byte[] binary = [.. ModuleWriter.Preamble, 3, 5, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F];
        long before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<WasmFormatException>(() => Engine.LoadModule(binary));

        Assert.That(error.Offset, Is.InRange(8, binary.Length));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1 << 20));
    }

    [TestCase(1, TestName = "Count_FourBillionTypes_CostsNothing")]
    [TestCase(2, TestName = "Count_FourBillionImports_CostsNothing")]
    [TestCase(4, TestName = "Count_FourBillionTables_CostsNothing")]
    [TestCase(6, TestName = "Count_FourBillionGlobals_CostsNothing")]
    [TestCase(7, TestName = "Count_FourBillionExports_CostsNothing")]
    [TestCase(9, TestName = "Count_FourBillionElements_CostsNothing")]
    [TestCase(10, TestName = "Count_FourBillionBodies_CostsNothing")]
    [TestCase(11, TestName = "Count_FourBillionDataSegments_CostsNothing")]
    public void Count_FourBillion_CostsNothing(byte section)
    {
        byte[] binary = [.. ModuleWriter.Preamble, section, 5, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F];
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<WasmFormatException>(() => Engine.LoadModule(binary));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1 << 20));
    }

    [Test]
    public void MemoryFill_LargeAndCancelled_Traps()
    {
        var module = new ModuleWriter();
        module.Memory(4096);
        module.ExportedFunction("run", [], code => code
            .Op(Opcode.Loop, CodeWriter.Empty)
            .I32(0).I32(1).I32(256 << 20).Op(Opcode.MemoryFill, 0)
            .Op(Opcode.Br, 0).End());
        using var cancellation = new CancellationTokenSource();
        using Store store = Engine.CreateStore(new StoreOptions { CancellationToken = cancellation.Token });
        Function run = Instantiate(store, module).GetFunction("run");
        cancellation.CancelAfter(TimeSpan.FromMilliseconds(100));

        Assert.That(Trap(run), Is.EqualTo(TrapCode.Cancelled));
    }

    [Test]
    public void MemoryFill_AlreadyCancelled_StopsBeforeItIsDone()
    {
        const int Length = 256 << 20;
        var module = new ModuleWriter();
        int memory = module.Memory(Length / Memory.PageBytes);
        module.Export("memory", ExternKind.Memory, memory);
        module.ExportedFunction("run", [], code => code.I32(0).I32(1).I32(Length).Op(Opcode.MemoryFill, 0));
        using var cancellation = new CancellationTokenSource();
        using Store store = Engine.CreateStore(new StoreOptions { CancellationToken = cancellation.Token });
        Instance instance = Instantiate(store, module);
        cancellation.Cancel();

        Assert.That(Trap(instance.GetFunction("run")), Is.EqualTo(TrapCode.Cancelled));
        Assert.That(instance.FindMemory("memory")!.GetSpan(Length - 1, 1)[0], Is.Zero);
    }

    [Test]
    public void MemoryFill_LargerThanTheFuel_TrapsOutOfFuel()
    {
        var module = new ModuleWriter();
        module.Memory(1024);
        module.ExportedFunction("run", [], code => code
            .Op(Opcode.Loop, CodeWriter.Empty)
            .I32(0).I32(1).I32(64 << 20).Op(Opcode.MemoryFill, 0).Op(Opcode.Br, 0).End());
        using Store store = Engine.CreateStore(new StoreOptions { Fuel = 1_000_000 });

        Assert.That(Trap(Instantiate(store, module).GetFunction("run")), Is.EqualTo(TrapCode.OutOfFuel));
    }

    [Test]
    public void Validation_OfADeepOperandStack_IsLinear()
    {
        // A hundred thousand constants, then as many drops; a body eight times as long may take at most some thirty times as long.
        TimeSpan small = Validate(50_000);
        TimeSpan large = Validate(400_000);

        Assert.That(large, Is.LessThan((small * 30) + TimeSpan.FromMilliseconds(200)));

        static TimeSpan Validate(int count)
        {
            var module = new ModuleWriter();
            module.ExportedFunction("run", [], code =>
            {
                for (int i = 0; i < count; i++) code.I32(1);
                for (int i = 0; i < count; i++) code.Op(Opcode.Drop);
            });
            byte[] binary = module.ToArray();
            long start = Stopwatch.GetTimestamp();
            Engine.LoadModule(binary);
            return Stopwatch.GetElapsedTime(start);
        }
    }

    private static ModuleWriter EndlessLoop()
    {
        var module = new ModuleWriter();
        module.ExportedFunction("run", [], code => code.Op(Opcode.Loop, CodeWriter.Empty).Op(Opcode.Br, 0).End());
        return module;
    }

    private static ModuleWriter EndlessRecursion()
    {
        var module = new ModuleWriter();
        module.ExportedFunction("run", [I32], code => code.Call(0).I32(1).Op(Opcode.I32Add));
        return module;
    }

    private static Function RecursionThroughHost(Store store, Engine? engine = null)
    {
        var module = new ModuleWriter();
        int type = module.Type([], []);
        int host = module.ImportFunction("host", "again", type);
        module.ExportedFunction("run", [], code => code.Call(host));
        Function? run = null;
        Linker linker = new Linker().DefineFunction("host", "again", new FuncType([], []), (_, _, _) => run!.Invoke());
        run = linker.Instantiate(store, (engine ?? Engine).LoadModule(module.ToArray())).GetFunction("run");
        return run;
    }

    private static Instance Instantiate(Store store, ModuleWriter module) => new Linker().Instantiate(store, Engine.LoadModule(module.ToArray()));

    private static int Run(ModuleWriter module, StoreOptions? options = null)
    {
        using Store store = Engine.CreateStore(options);
        return (int)Instantiate(store, module).GetFunction("run").Invoke()[0];
    }

    private static TrapCode Trap(Function function, params ReadOnlySpan<ulong> arguments)
    {
        ulong[] copy = arguments.ToArray();
        return Assert.Throws<WasmTrapException>(() => function.Invoke(copy)).Code;
    }

    private static T OnSmallThread<T>(Func<T> body)
    {
        T? result = default;
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = body();
                }
                catch (Exception exception)
                {
                    failure = exception;
                }
            },
            maxStackSize: 256 * 1024);
        thread.Start();
        thread.Join();
        if (failure is not null) throw new InvalidOperationException("The thread failed.", failure);
        return result!;
    }
}
