using System.Collections.Concurrent;
using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Tests.Emit;

/// <summary>
/// Machine code is charged to what all programs and runs share before it is made: what is charged is no less than what
/// is held, and where there is nothing left, programs run without.
/// </summary>
[NonParallelizable]
internal sealed class CompiledCodeMemoryTests
{
    // What else the process keeps meanwhile.
    private const int Noise = 128 << 10;

    private readonly ConcurrentQueue<CompilationFailure> _failures = new();

    [SetUp]
    public void SetUp() => _failures.Clear();

    private Engine NewEngine(int hotCalls = 0, long maxCode = 128 << 20) => new(new EngineOptions
    {
        HotCalls = hotCalls,
        CompilesInBackground = false,
        MaxProgramCodeBytes = maxCode,
        OnCompilationFailure = _failures.Enqueue,
    });

    // The heap, which has the IL, and the machine code; what the runtime's own tables take cannot be
    // asked for.
    [TestCase("nothing", 1_000, 1)]
    [TestCase("numbers", 100, 200)]
    [TestCase("memory", 100, 200)]
    [TestCase("calls", 50, 200)]
    [TestCase("numbers", 2, 20_000)]
    [TestCase("tables", 20, 20)]
    public void Code_OfManyFunctions_HoldsNoMoreThanIsCharged(string what, int functions, int size)
    {
        Engine engine = NewEngine();
        byte[] binary = Write(what, functions, size);
        RunAll(engine.LoadModule(Write(what, functions: 3, size)), engine, functions: 3);

        // What else the process does meanwhile only adds to it.
        for (int tries = 5; ; tries--)
        {
            (long held, long charged) = Measure(engine, binary, functions);
            Assert.That(_failures, Is.Empty);
            if (held <= charged + Noise || tries == 1)
            {
                Assert.That(held, Is.LessThanOrEqualTo(charged + Noise));
                return;
            }
        }
    }

    private static (long Held, long Charged) Measure(Engine engine, byte[] binary, int functions)
    {
        using var code = new JitListener();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        Module module = engine.LoadModule(binary);
        long loaded = module.HeldBytes;

        RunAll(module, engine, functions);

        Assert.That(code.WaitForMethods(functions), Is.True, $"{code.Methods} methods were heard of");
        long held = GC.GetTotalMemory(forceFullCollection: true) - before + code.Bytes;
        TestContext.Out.WriteLine(
            $"binary {binary.Length}, charged {loaded} when loaded and {module.HeldBytes}, held {held}");
        return (held, module.HeldBytes);
    }

    // The IL, what the method is known by, and the tokens in it.
    [Test]
    public void Code_OfManyFunctions_LeavesLittleOnTheHeap()
    {
        const int functions = 2_000;
        Engine engine = NewEngine();
        RunAll(engine.LoadModule(Write("nothing", functions: 3, size: 1)), engine, functions: 3);
        Module module = engine.LoadModule(Write("nothing", functions, size: 1));
        using Store store = engine.CreateStore();
        Instance instance = new Linker().Instantiate(store, module);
        Function[] all = [.. Enumerable.Range(0, functions).Select(f => instance.GetFunction($"f{f}"))];
        ulong[] result = new ulong[1];
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long charged = module.HeldBytes;

        foreach (Function function in all)
        {
            function.Invoke([3UL], result);
        }

        long held = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.That(held, Is.LessThan(functions * 2_000), $"charged {module.HeldBytes - charged}");
        Assert.That(_failures, Is.Empty);
    }

    [Test]
    public void Code_WithoutMemoryForIt_IsNotMadeAndTheProgramRuns()
    {
        const int functions = 300;
        var shared = new GuestMemoryBudget(3 << 20);
        var memory = new ProgramMemory(shared);
        Engine engine = NewEngine();
        byte[] binary = Write("memory", functions, 50);
        memory.BeginLoad();
        Module module = engine.LoadModule(binary, memory: memory);
        memory.SettleLoad();

        RunAll(module, engine, functions, shared);

        Assert.That(_failures, Has.Count.InRange(1, functions - 1));
        Assert.That(
            _failures.Select(failure => failure.Reason),
            Is.All.TypeOf<CodeMemoryException>().With.Property("IsLasting").False);
        Assert.That(shared.HeldBytes, Is.EqualTo(memory.HeldBytes).And.LessThan(shared.MaxBytes));
        memory.Close();
        Assert.That(shared.HeldBytes, Is.Zero);
        Assert.That(memory.TryTake(1), Is.False, "nothing is charged to a program that went");
    }

    [Test]
    public void Code_DeclinedForTheMoment_IsMadeWhenThereIsMemoryAgain()
    {
        var shared = new GuestMemoryBudget(4 << 20);
        var memory = new ProgramMemory(shared);
        Engine engine = NewEngine(hotCalls: 2);
        Module module = engine.LoadModule(Write("numbers", 1, 1), memory: memory);
        using Store store = engine.CreateStore();
        Func<int, int> run = new Linker().Instantiate(store, module).GetFunction("f0").AsFunc<int, int>();
        long taken = shared.MaxBytes - shared.HeldBytes - (200 << 10);
        Assert.That(shared.TryTake(taken), Is.True);
        for (int i = 0; i < 10; i++)
        {
            run(i);
        }

        bool before = module.Code.Get(1).Compiled is not null;
        shared.Return(taken);
        for (int i = 0; i < 1 << 20; i++)
        {
            run(i);
        }

        Assert.That((before, module.Code.Get(1).Compiled is not null), Is.EqualTo((false, true)));
    }

    [Test]
    public void Code_OfAProgramsModules_TakesNoMoreThanTheProgramsShareTogether()
    {
        const int functions = 40;
        const long share = 170_000;
        var memory = new ProgramMemory();
        Engine engine = NewEngine(maxCode: share);
        Module[] modules =
        [
            engine.LoadModule(Write("numbers", functions, 5), memory: memory),
            engine.LoadModule(Write("numbers", functions, 6), memory: memory),
        ];

        RunAll(modules[0], engine, functions);
        int first = _failures.Count;
        RunAll(modules[1], engine, functions);

        Assert.That((first, _failures.Count), Is.EqualTo((0, functions)).Or.Matches<(int, int)>(
            count => count.Item1 < count.Item2 && count.Item2 < functions * 2));
        Assert.That(
            _failures.Select(failure => failure.Reason),
            Is.All.TypeOf<CodeMemoryException>().With.Property("IsLasting").True);
        Assert.That(memory.HeldBytes, Is.LessThan(share + (functions * 2 * 1_000)));
    }

    [TestCase("types")]
    [TestCase("exports")]
    [TestCase("imports")]
    [TestCase("functions")]
    [TestCase("globals")]
    [TestCase("elements")]
    [TestCase("data with gaps")]
    public void Module_LargeInOneWay_HoldsNoMoreThanIsCharged(string what)
    {
        Engine engine = NewEngine(hotCalls: 100);
        byte[] binary = WriteLarge(what);
        _ = engine.LoadModule(WriteLarge("types"));
        long before = GC.GetTotalMemory(forceFullCollection: true);

        Module module = engine.LoadModule(binary);
        _ = module.Image;

        long held = GC.GetTotalMemory(forceFullCollection: true) - before;
        TestContext.Out.WriteLine($"binary {binary.Length}, charged {module.HeldBytes}, held {held}");
        Assert.That(held, Is.LessThanOrEqualTo(module.HeldBytes + Noise));
        GC.KeepAlive(module);
    }

    // Each function answers what it is given, plus what it adds.
    private static void RunAll(Module module, Engine engine, int functions, GuestMemoryBudget? shared = null)
    {
        using Store store = engine.CreateStore(new StoreOptions { SharedMemory = shared });
        Instance instance = new Linker().Instantiate(store, module);
        ulong[] result = new ulong[1];
        for (int f = 0; f < functions; f++)
        {
            instance.GetFunction($"f{f}").Invoke([3UL], result);
            Assert.That(result[0], Is.EqualTo(3UL));
        }
    }

    private static byte[] Write(string what, int functions, int size)
    {
        var writer = new ModuleWriter();
        writer.Memory(1);
        int type = writer.Type([ValType.I32], [ValType.I32]);
        int first = writer.Function(type, code => code.Get(0));
        for (int f = 0; f < functions; f++)
        {
            writer.Export($"f{f}", ExternKind.Function, writer.Function(type, code =>
            {
                for (int i = 0; i < size; i++)
                {
                    WritePart(code, what, first);
                }

                code.Get(0);
            }));
        }

        return writer.ToArray();
    }

    private static void WritePart(CodeWriter code, string what, int first)
    {
        switch (what)
        {
            case "memory": code.Get(0).Get(0).Op(Opcode.I32Load, 0, 0).Op(Opcode.I32Store, 0, 0); break;
            case "calls": code.Get(0).Call(first).Set(0); break;
            case "numbers": code.Get(0).I32(0).Op(Opcode.I32Add).Set(0); break;
            case "tables":
                code.Op(Opcode.Block, CodeWriter.Empty).Op(Opcode.Block, CodeWriter.Empty)
                    .Get(0).Op(Opcode.BrTable, 100);
                for (int i = 0; i <= 100; i++)
                {
                    code.Unsigned((ulong)(i % 2));
                }

                code.End().End();
                break;
        }
    }

    private static byte[] WriteLarge(string what)
    {
        const int count = 20_000;
        var module = new ModuleWriter();
        module.Memory(1_000);
        int type = module.Type([], []);
        int function = what == "imports" ? 0 : module.Function(type, _ => { });
        for (int i = 0; i < count; i++)
        {
            switch (what)
            {
                case "types":
                    module.Type([.. Enumerable.Range(0, 16).Select(bit => (i >> bit & 1) != 0 ? ValType.I32
                        : ValType.I64)], []);
                    break;
                case "exports": module.Export($"e{i}", ExternKind.Function, function); break;
                case "imports": module.ImportFunction("m", $"i{i}", type); break;
                case "functions": module.Function(type, _ => { }); break;
                case "globals": module.Global(ValType.I32, mutable: true, code => code.I32(1)); break;
                case "elements": module.PassiveElements(function); break;
                default: module.Data(i * 1_000, 1); break;
            }
        }

        return module.ToArray();
    }
}
