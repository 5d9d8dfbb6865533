using System.Diagnostics;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Testing.Writing;

namespace Boternity.Skills.Wasm.Tests.Safety;

/// <summary>One module, many threads, an instance per call.</summary>
internal sealed class SharedModuleTests
{
    private const int Threads = 64;
    private const int Functions = 32;

    [Test]
    public void Module_CalledBySixtyFourThreadsAtOnce_AnswersRightAndKeepsNoMemory()
    {
        var engine = new Engine();
        byte[] binary = Counting();
        CallForAWhile(engine, engine.LoadModule(binary), TimeSpan.FromMilliseconds(200));
        long before = Process.GetCurrentProcess().PrivateMemorySize64;
        long managed = GC.GetTotalMemory(forceFullCollection: true);

        // A module that no thread has called yet: all make the code of its functions at once.
        long calls = CallForAWhile(engine, engine.LoadModule(binary), TimeSpan.FromSeconds(2));

        Assert.That(calls, Is.GreaterThan(Threads));
        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - managed, Is.LessThan(16 << 20));
        using Process process = Process.GetCurrentProcess();
        Assert.That(process.PrivateMemorySize64 - before, Is.LessThan(engine.Options.PoolBytes + (512L << 20)),
            $"after {calls} calls");
    }

    private static long CallForAWhile(Engine engine, Module module, TimeSpan duration)
    {
        long calls = 0;
        using var barrier = new Barrier(Threads);
        var failures = new List<Exception>();
        Thread[] threads =
        [
            .. Enumerable.Range(0, Threads).Select(number => new Thread(() =>
            {
                try
                {
                    barrier.SignalAndWait();
                    long start = Stopwatch.GetTimestamp();
                    for (int i = 0; i == 0 || Stopwatch.GetElapsedTime(start) < duration; i++)
                    {
                        CallOnce(engine, module, number, i % Functions);
                        Interlocked.Increment(ref calls);
                    }
                }
                catch (Exception exception)
                {
                    lock (failures)
                    {
                        failures.Add(exception);
                    }
                }
            })),
        ];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.That(failures, Is.Empty);
        return calls;
    }

    private static void CallOnce(Engine engine, Module module, int number, int function)
    {
        using Store store = engine.CreateStore(new StoreOptions { Fuel = 10_000_000 });
        Instance instance = new Linker().Instantiate(store, module);
        int answer = (int)instance.GetFunction($"f{function}").Invoke((uint)number)[0];
        int expected = (function * 1000) + (100 * number);
        if (answer != expected)
        {
            throw new InvalidOperationException($"f{function}({number}) is {answer}, expected {expected}.");
        }
    }

    // Function k adds its argument a hundred times to a cell of the memory that a segment has set to 1000 * k.
    private static byte[] Counting()
    {
        var module = new ModuleWriter();
        module.Memory(4);
        int type = module.Type([ValType.I32], [ValType.I32]);
        for (int k = 0; k < Functions; k++)
        {
            int cell = 100_000 + (4 * k);
            module.Data(cell, BitConverter.GetBytes(1000 * k));
            int function = module.Function(
                type,
                code => code
                    .Op(Opcode.Loop, CodeWriter.Empty)
                    .I32(cell).I32(cell).Op(Opcode.I32Load, 2, 0).Get(0).Op(Opcode.I32Add).Op(Opcode.I32Store, 2, 0)
                    .Get(1).I32(1).Op(Opcode.I32Add).Op(Opcode.LocalTee, 1).I32(100).Op(Opcode.I32LtS)
                        .Op(Opcode.BrIf, 0)
                    .End()
                    .I32(cell).Op(Opcode.I32Load, 2, 0),
                (1, ValType.I32));
            module.Export($"f{k}", ExternKind.Function, function);
        }

        return module.ToArray();
    }

    [Test]
    public void Module_WhoseCodeWasMade_HoldsMoreThanItsBinary()
    {
        var writer = new ModuleWriter();
        writer.ExportedFunction("run", [ValType.I32], code =>
        {
            code.Op(Opcode.Block, CodeWriter.Empty).I32(0).Op(Opcode.BrTable, 10_000);
            for (int i = 0; i <= 10_000; i++)
            {
                code.Unsigned(0);
            }

            code.End().I32(7);
        });
        var engine = new Engine(new EngineOptions { HotCalls = 2, CompilesInBackground = false });
        Module module = engine.LoadModule(writer.ToArray());
        using Store store = engine.CreateStore();
        Function run = new Linker().Instantiate(store, module).GetFunction("run");
        long binary = module.HeldBytes;

        run.Invoke();
        long interpreted = module.HeldBytes - binary;
        run.Invoke();
        run.Invoke();
        long compiled = module.HeldBytes - binary - interpreted;

        // Ten thousand entries of a branch table take a byte each, in words of sixteen bytes that have eight.
        Assert.That(binary, Is.GreaterThanOrEqualTo(10_000));
        Assert.That(interpreted, Is.InRange(20_000, 30_000));
        Assert.That(compiled, Is.GreaterThan(10_000 * sizeof(int)));
    }
}
