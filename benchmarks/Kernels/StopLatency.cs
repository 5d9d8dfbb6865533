using System.Diagnostics;
using System.Globalization;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Testing.Writing;

namespace Boternity.Skills.Benchmarks.Kernels;

/// <summary>How long a guest goes on after its run was cancelled, in wall time.</summary>
internal static class StopLatency
{
    private static readonly TimeSpan RunBefore = TimeSpan.FromMilliseconds(30);

    public static void Measure(int rounds)
    {
        Console.WriteLine();
        Console.WriteLine("| cancelled in | median, ms | worst, ms |");
        Console.WriteLine("| --- | ---: | ---: |");
        Measure(rounds, "an empty loop", Loop(static code => code));
        Measure(rounds, "deep recursion", Recursion());
        Measure(
            rounds,
            "memory.fill of 256 MiB",
            Loop(static code => code.I32(0).I32(1).I32(256 << 20).Op(Opcode.MemoryFill, 0)));
    }

    private static void Measure(int rounds, string name, byte[] binary)
    {
        var engine = new Engine();
        Module module = engine.LoadModule(binary);
        double[] times = [.. Enumerable.Range(0, rounds).Select(_ => CancelOnce(engine, module))];
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture, $"| {name} | {Statistics.Median(times):F2} | {times.Max():F2} |"));
    }

    private static double CancelOnce(Engine engine, Module module)
    {
        using var cancellation = new CancellationTokenSource();
        long cancelled = 0;
        var canceller = new Thread(() =>
        {
            Thread.Sleep(RunBefore);
            cancelled = Stopwatch.GetTimestamp();
            cancellation.Cancel();
        });
        using Store store = engine.CreateStore(
            new StoreOptions { Fuel = long.MaxValue / 2, CancellationToken = cancellation.Token });
        Function run = new Linker().Instantiate(store, module).GetFunction("run");
        canceller.Start();
        try
        {
            run.Invoke([], []);
        }
        catch (WasmTrapException trap) when (trap.Code == TrapCode.Cancelled)
        {
            double time = Stopwatch.GetElapsedTime(cancelled).TotalMilliseconds;
            canceller.Join();
            return time;
        }

        throw new InvalidOperationException("The guest ended of itself.");
    }

    private static byte[] Loop(Func<CodeWriter, CodeWriter> body)
    {
        var module = new ModuleWriter();
        module.Memory(4096);
        module.ExportedFunction("run", [], code => body(code.Op(Opcode.Loop, CodeWriter.Empty)).Op(Opcode.Br, 0).End());
        return module.ToArray();
    }

    // Down to ten thousand frames and up again, without end.
    private static byte[] Recursion()
    {
        var module = new ModuleWriter();
        int down = module.Function(module.Type([ValType.I32], []), code => code
            .Get(0).Op(Opcode.If, CodeWriter.Empty).Get(0).I32(1).Op(Opcode.I32Sub).Call(0).End());
        module.ExportedFunction(
            "run", [], code => code.Op(Opcode.Loop, CodeWriter.Empty).I32(10_000).Call(down).Op(Opcode.Br, 0).End());
        return module.ToArray();
    }
}
