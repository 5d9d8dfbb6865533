using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Testing.Writing;

namespace Boternity.Skills.Wasm.Tests.Safety;

/// <summary>Guests that never end of themselves: each is stopped by what its store holds it with, and the process
/// lives.</summary>
internal sealed class EndlessGuestTests(string tier) : OnEachTier(tier)
{
    private const ValType I32 = ValType.I32;

    [Test]
    public void EndlessLoop_WithFuel_TrapsOutOfFuel()
    {
        using Store store = Guest.Engine.CreateStore(new StoreOptions { Fuel = 10_000_000 });
        Function run = Guest.Instantiate(store, EndlessLoop()).GetFunction("run");

        Assert.That(Guest.Trap(run), Is.EqualTo(TrapCode.OutOfFuel));
        Assert.That(store.FuelConsumed, Is.LessThanOrEqualTo(10_000_000));
    }

    [Test]
    public void EndlessLoop_WithDeadline_TrapsDeadlineExceeded()
    {
        using Store store = Guest.Engine.CreateStore(new StoreOptions { Timeout = TimeSpan.FromMilliseconds(50) });

        Assert.That(Guest.Trap(Guest.Instantiate(store, EndlessLoop()).GetFunction("run")),
            Is.EqualTo(TrapCode.DeadlineExceeded));
    }

    [Test]
    public void EndlessLoop_Cancelled_TrapsCancelled()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        using Store store = Guest.Engine.CreateStore(new StoreOptions { CancellationToken = cancellation.Token });

        Assert.That(Guest.Trap(Guest.Instantiate(store, EndlessLoop()).GetFunction("run")),
            Is.EqualTo(TrapCode.Cancelled));
    }

    [Test]
    public void EndlessRecursion_OnAnOrdinaryThread_TrapsStackExhausted()
    {
        using Store store = Guest.Engine.CreateStore();

        Assert.That(Guest.Trap(Guest.Instantiate(store, EndlessRecursion()).GetFunction("run")),
            Is.EqualTo(TrapCode.StackExhausted));
    }

    [Test]
    public void EndlessRecursion_OnAThreadWith256KilobytesOfStack_TrapsStackExhausted()
    {
        using Store store = Guest.Engine.CreateStore();
        Function run = Guest.Instantiate(store, EndlessRecursion()).GetFunction("run");

        Assert.That(Guest.OnSmallThread(() => Guest.Trap(run)), Is.EqualTo(TrapCode.StackExhausted));
    }

    [Test]
    public void EndlessRecursion_WithManyLocals_TrapsStackExhausted()
    {
        var module = new ModuleWriter();
        module.ExportedFunction("run", [], code => code.Call(0), (40_000, ValType.V128));
        using Store store = Guest.Engine.CreateStore();

        Assert.That(Guest.Trap(Guest.Instantiate(store, module).GetFunction("run")),
            Is.EqualTo(TrapCode.StackExhausted));
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
        using Store store = Guest.Engine.CreateStore(new StoreOptions { CancellationToken = cancellation.Token });
        Function run = Guest.Instantiate(store, module).GetFunction("run");

        Assert.That(Guest.Trap(run, 1000), Is.EqualTo(TrapCode.Cancelled));
    }

    [Test]
    public void RecursionThroughHostFunctions_OnAnOrdinaryThread_TrapsStackExhausted()
    {
        using Store store = Guest.Engine.CreateStore();

        Assert.That(Guest.Trap(RecursionThroughHost(store)), Is.EqualTo(TrapCode.StackExhausted));
    }

    [Test]
    public void RecursionThroughHostFunctions_OnAThreadWith256KilobytesOfStack_TrapsStackExhausted()
    {
        using Store store = Guest.Engine.CreateStore();
        Function run = RecursionThroughHost(store);

        Assert.That(Guest.OnSmallThread(() => Guest.Trap(run)), Is.EqualTo(TrapCode.StackExhausted));
    }

    [Test]
    public void RecursionThroughHostFunctions_WithoutADepthLimit_IsStoppedByTheThreadsStack()
    {
        var engine = new Engine(new EngineOptions { MaxReentryDepth = int.MaxValue, StackBytes = 256 << 20 });
        using Store store = engine.CreateStore();
        Function run = RecursionThroughHost(store, engine);

        Assert.That(Guest.OnSmallThread(() => Guest.Trap(run)), Is.EqualTo(TrapCode.StackExhausted));
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
        using Store store = Guest.Engine.CreateStore(new StoreOptions { CancellationToken = cancellation.Token });
        Function run = Guest.Instantiate(store, module).GetFunction("run");
        cancellation.CancelAfter(TimeSpan.FromMilliseconds(100));

        Assert.That(Guest.Trap(run), Is.EqualTo(TrapCode.Cancelled));
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
        using Store store = Guest.Engine.CreateStore(new StoreOptions { CancellationToken = cancellation.Token });
        Instance instance = Guest.Instantiate(store, module);
        cancellation.Cancel();

        Assert.That(Guest.Trap(instance.GetFunction("run")), Is.EqualTo(TrapCode.Cancelled));
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
        using Store store = Guest.Engine.CreateStore(new StoreOptions { Fuel = 1_000_000 });

        Assert.That(Guest.Trap(Guest.Instantiate(store, module).GetFunction("run")), Is.EqualTo(TrapCode.OutOfFuel));
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
        run = linker.Instantiate(store, (engine ?? Guest.Engine).LoadModule(module.ToArray())).GetFunction("run");
        return run;
    }
}
