using Boternity.Skills.Wasm.Tests.Safety;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Testing.Writing;

namespace Boternity.Skills.Wasm.Tests.Emit;

internal sealed class BackgroundCompilerTests
{
    [Test]
    public void Function_CalledAsOftenAsTheOptionSays_IsCompiled()
    {
        (Module module, Func<int, int> run, Store store) =
            Load(new EngineOptions { HotCalls = 3, HotIterations = int.MaxValue, CompilesInBackground = false });
        using Store held = store;

        var compiled = new List<bool>();
        for (int i = 0; i < 3; i++)
        {
            run(1);
            compiled.Add(module.Code.Get(0).Compiled is not null);
        }

        Assert.That(compiled, Is.EqualTo(new[] { false, false, true }));
    }

    [Test]
    public void Loop_HotInsideOneCall_IsEnteredInTheMiddle()
    {
        (Module module, Func<int, int> run, Store store) =
            Load(new EngineOptions { HotCalls = int.MaxValue, HotIterations = 50, CompilesInBackground = false });
        using Store held = store;

        int below = run(40);
        int entriesBelow = module.Code.Get(0).BlockEntries;
        int above = run(1_000_000);

        Assert.That((below, above), Is.EqualTo((HotLoop.SumBelow(40), HotLoop.SumBelow(1_000_000))));
        Assert.That((entriesBelow, module.Code.Get(0).BlockEntries), Is.EqualTo((0, 1)));
        Assert.That(store.FuelConsumed, Is.EqualTo(FuelOf(40) + FuelOf(1_000_000)));
    }

    [Test]
    public void Guest_HotWhileItRuns_IsCompiledInTheBackground()
    {
        (Module module, Func<int, int> run, Store store) =
            Load(new EngineOptions { HotCalls = 10, HotIterations = 1000 });
        using Store held = store;

        long start = Stopwatch.GetTimestamp();
        while (module.Code.Get(0) is { Compiled: null } or { BlockEntries: 0 })
        {
            Assert.That(run(100_000), Is.EqualTo(HotLoop.SumBelow(100_000)));
            if (Stopwatch.GetElapsedTime(start) > TimeSpan.FromMinutes(1))
            {
                Assert.Fail("After a minute the function was not compiled.");
            }
        }

        Assert.That(run(100_000), Is.EqualTo(HotLoop.SumBelow(100_000)));
    }

    [Test]
    public void Function_WhoseIlTheRuntimeRejects_IsInterpretedAndToldOnce()
    {
        var failures = new ConcurrentQueue<CompilationFailure>();
        (Module module, Func<int, int> run, Store store) = Load(new EngineOptions
        {
            HotCalls = 2,
            HotIterations = 2,
            CompilesInBackground = false,
            OnCompilationFailure = failures.Enqueue,
            BeforeEmit = il => il.Emit(OpCodes.Add),
        });
        using Store held = store;

        int[] sums = [run(100), run(100), run(100), run(100)];

        Assert.That(sums, Is.All.EqualTo(HotLoop.SumBelow(100)));
        Assert.That(module.Code.Get(0).Compiled, Is.Null);
        Assert.That(failures, Has.Count.EqualTo(1));
        Assert.That(failures.Single().Reason, Is.InstanceOf<InvalidProgramException>());
        Assert.That(failures.Single().FunctionIndex, Is.Zero);
    }

    [TestCase("instructions")]
    [TestCase("bytes")]
    [TestCase("labels")]
    [TestCase("locals")]
    public void Function_OfAnySize_IsCompiled(string what)
    {
        var failures = new ConcurrentQueue<CompilationFailure>();
        var engine = new Engine(new EngineOptions
        {
            HotCalls = 0,
            CompilesInBackground = false,
            OnCompilationFailure = failures.Enqueue,
        });
        var writer = new ModuleWriter();
        (long, ValType)[] locals = what == "locals" ? [(40_000, ValType.I64)] : [];
        writer.ExportedFunction("run", [ValType.I32], code => WriteLarge(code, what).I32(7), locals);
        using Store store = engine.CreateStore();
        Module module = engine.LoadModule(writer.ToArray());

        int result = new Linker().Instantiate(store, module).GetFunction("run").AsFunc<int>()();

        Assert.That(result, Is.EqualTo(7));
        Assert.That(failures, Is.Empty);
        Assert.That(module.Code.Get(0).Compiled, Is.Not.Null);
    }

    [Test]
    public void Function_OfLoopsInLoops_IsCompiled()
    {
        const int Depth = 300;
        var failures = new ConcurrentQueue<CompilationFailure>();
        var engine = new Engine(new EngineOptions
        {
            HotCalls = 0,
            CompilesInBackground = false,
            OnCompilationFailure = failures.Enqueue,
        });
        var writer = new ModuleWriter();
        writer.ExportedFunction(
            "run",
            [ValType.I32],
            code =>
            {
                for (int i = 0; i < Depth; i++)
                {
                    code.Op(Opcode.Loop, CodeWriter.Empty).Get(i).Set(Depth - i);
                }

                for (int i = 0; i < Depth; i++)
                {
                    code.Get(i).Op(Opcode.BrIf, 0).End();
                }

                code.I32(7);
            },
            (Depth + 1, ValType.I32));
        using Store store = engine.CreateStore();

        int result = new Linker().Instantiate(store, engine.LoadModule(writer.ToArray())).GetFunction("run")
            .AsFunc<int>()();

        Assert.That(result, Is.EqualTo(7));
        Assert.That(failures, Is.Empty);
    }

    [Test]
    public void Module_HotEverywhere_TakesNoMoreThanItsShare()
    {
        const int Functions = 50;
        var failures = new ConcurrentQueue<CompilationFailure>();
        var engine = new Engine(new EngineOptions
        {
            HotCalls = 0,
            CompilesInBackground = false,
            MaxProgramCodeBytes = 130_000,
            OnCompilationFailure = failures.Enqueue,
        });
        var writer = new ModuleWriter();
        writer.Memory(1);
        int type = writer.Type([ValType.I32], [ValType.I32]);
        for (int f = 0; f < Functions; f++)
        {
            writer.Export($"f{f}", ExternKind.Function, writer.Function(type, code =>
            {
                for (int i = 0; i < 10; i++)
                {
                    code.Get(0).Get(0).Op(Opcode.I32Store, 0, 0);
                }

                code.Get(0);
            }));
        }

        using Store store = engine.CreateStore();
        Instance instance = new Linker().Instantiate(store, engine.LoadModule(writer.ToArray()));
        int[] results = [.. Enumerable.Range(0, Functions)
            .Select(f => instance.GetFunction($"f{f}").AsFunc<int, int>()(f))];

        Assert.That(results, Is.EqualTo(Enumerable.Range(0, Functions)));
        Assert.That(failures, Has.Count.InRange(1, Functions - 1));
        Assert.That(failures.Select(failure => failure.Reason),
            Is.All.InstanceOf<NotSupportedException>().With.Property("Message").Contains("of 130000 bytes"));
    }

    [Test]
    public void Engine_WithoutDynamicCode_Interprets() =>
        Assert.That(StaticChild.Start(), Is.EqualTo(StaticChild.Expected));

    [Test]
    public void Modules_RunHotAndDropped_GoWithTheirCode()
    {
        const int Modules = 500;
        var engine = new Engine(new EngineOptions { HotCalls = 0, CompilesInBackground = false });
        RunAndDrop(engine, 0, 20);
        Collect();
        long bytesBefore = GC.GetTotalMemory(forceFullCollection: true);

        List<WeakReference> modules = RunAndDrop(engine, 20, Modules);
        Collect();

        Assert.That(modules, Has.Count.EqualTo(Modules));
        Assert.That(modules.Count(module => module.IsAlive), Is.LessThan(5), "modules that are still there");
        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - bytesBefore, Is.LessThan(1 << 20),
            "managed bytes more than before");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> RunAndDrop(Engine engine, int first, int count)
    {
        var modules = new List<WeakReference>();
        for (int i = first; i < first + count; i++)
        {
            Module module = engine.LoadModule(HotLoop.Write(salt: i));
            using Store store = engine.CreateStore();
            int sum = new Linker().Instantiate(store, module).GetFunction("run").AsFunc<int, int>()(1000);
            Assert.That((sum, module.Code.Get(0).Compiled is not null), Is.EqualTo((HotLoop.SumBelow(1000), true)));
            modules.Add(new WeakReference(module));
        }

        return modules;
    }

    // Code goes some collections after the last that knows it.
    private static void Collect()
    {
        for (int i = 0; i < 10; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    private static CodeWriter WriteLarge(CodeWriter code, string what)
    {
        switch (what)
        {
            case "instructions":
                for (int i = 0; i < 20_000; i++)
                {
                    code.I32(1).Op(Opcode.Drop).Op(Opcode.Nop);
                }

                for (int i = 0; i < 1_000; i++)
                {
                    code.I32(1).Op(Opcode.Drop);
                }

                return code;
            case "bytes":
                for (int i = 0; i < 300_000; i++)
                {
                    code.Op(Opcode.Nop);
                }

                return code;
            case "labels":
                code.Op(Opcode.Block, CodeWriter.Empty).I32(0).Op(Opcode.BrTable, 120_000);
                for (int i = 0; i <= 120_000; i++)
                {
                    code.Unsigned(0);
                }

                return code.End();
            case "locals":
                for (int i = 0; i < 40_000; i += 8)
                {
                    code.Get(i).Op(Opcode.I64Eqz).Op(Opcode.Drop);
                }

                return code;
            default: return code;
        }
    }

    [Test]
    public void Functions_ThatWaitTogether_AreCompiledInTheOrderOfTheirHeat()
    {
        using var entered = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        using var done = new CountdownEvent(3);
        var modules = new List<Module>();
        var order = new ConcurrentQueue<int>();
        var engine = new Engine(new EngineOptions
        {
            HotCalls = 3,
            HotIterations = int.MaxValue,
            CompilerThreads = 1,
            BeforeEmit = _ =>
            {
                entered.Set();
                go.Wait(TimeSpan.FromMinutes(1));
            },
            OnCompiled = () =>
            {
                order.Enqueue(modules.FindIndex(module =>
                    module.Code.Get(0).Compiled is not null && !order.Contains(modules.IndexOf(module))));
                done.Signal();
            },
        });
        using Store store = engine.CreateStore();
        Func<int, int>[] runs = [.. Enumerable.Range(0, 3).Select(salt =>
        {
            Module module = engine.LoadModule(HotLoop.Write(salt));
            modules.Add(module);
            return new Linker().Instantiate(store, module).GetFunction("run").AsFunc<int, int>();
        })];

        // The first keeps the compiler busy while the others wait: one called a few times, one often.
        Call(runs[0], 3);
        Assert.That(entered.Wait(TimeSpan.FromMinutes(1)), Is.True);
        Call(runs[1], 3);
        Call(runs[2], 300);
        go.Set();

        Assert.That(done.Wait(TimeSpan.FromMinutes(1)), Is.True);
        Assert.That(order, Is.EqualTo(new[] { 0, 2, 1 }));
    }

    private static void Call(Func<int, int> run, int times)
    {
        for (int i = 0; i < times; i++)
        {
            run(2);
        }
    }

    private static (Module Module, Func<int, int> Run, Store Store) Load(EngineOptions options)
    {
        var engine = new Engine(options);
        Module module = engine.LoadModule(HotLoop.Write());
        Store store = engine.CreateStore();
        return (module, new Linker().Instantiate(store, module).GetFunction("run").AsFunc<int, int>(), store);
    }

    private static long FuelOf(int n)
    {
        var engine = new Engine(Tier.OptionsOf(Tier.Interpreted));
        using Store store = engine.CreateStore();
        new Linker().Instantiate(store, engine.LoadModule(HotLoop.Write())).GetFunction("run").AsFunc<int, int>()(n);
        return store.FuelConsumed;
    }

    [Test]
    public void Guest_ThatWaitsForTheCompiler_EndsWithItsTime()
    {
        using var release = new ManualResetEventSlim();
        var engine = new Engine(new EngineOptions
        {
            HotCalls = 0,
            CompilesInBackground = false,
            BeforeEmit = _ => release.Wait(TimeSpan.FromSeconds(20)),
        });
        var module = new ModuleWriter();
        module.ExportedFunction("run", [ValType.I32], code => code.I32(1));
        using Store store = engine.CreateStore(new StoreOptions { Timeout = TimeSpan.FromMilliseconds(100) });
        Instance instance = new Linker().Instantiate(store, engine.LoadModule(module.ToArray()));
        var clock = Stopwatch.StartNew();

        Assert.That(Guest.Trap(instance.GetFunction("run")), Is.EqualTo(TrapCode.DeadlineExceeded));
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
        release.Set();
    }
}
