using System.Globalization;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Testing.Writing;

namespace Boternity.Skills.Benchmarks.Kernels;

/// <summary>What an invocation costs beside the guest's own work: loading, instantiating, calling.</summary>
internal static class EngineVerb
{
    private const int DefaultRounds = 7;

    // More modules to load, separated as in PATH.
    private const string ModulesVariable = "BOTERNITY_BENCHMARK_MODULES";

    private static readonly StoreOptions Limits = new()
    {
        Fuel = long.MaxValue / 2,
        Timeout = TimeSpan.FromHours(1),
        MaxMemoryBytes = 1 << 30,
    };

    public static int Run(string[] arguments)
    {
        int rounds = DefaultRounds;
        Clock clock = Clock.Wall;
        bool cold = false;
        var paths = new List<string>();
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--cold")
            {
                cold = true;
            }
            else if (arguments[i] == "--processor-time")
            {
                clock = Clock.Processor;
            }
            else if (arguments[i] == "--rounds" && i + 1 < arguments.Length)
            {
                rounds = int.Parse(arguments[++i], CultureInfo.InvariantCulture);
            }
            else
            {
                paths.Add(arguments[i]);
            }
        }

        if (Environment.GetEnvironmentVariable(ModulesVariable) is { Length: > 0 } more)
        {
            paths.AddRange(more.Split(Path.PathSeparator));
        }
        if (cold)
        {
            foreach (string path in paths)
            {
                MeasureCold(path, clock);
            }
            return 0;
        }

        Console.WriteLine(Machine.Describe());
        Console.WriteLine($"Medians of {rounds} rounds, {clock.Name} time.");
        Console.WriteLine();
        MeasureTiny(rounds, clock);
        CallCosts.Measure(rounds, clock);
        Console.WriteLine();
        Console.WriteLine(
            "| module | bytes | functions | decode + validate, ms | allocated, times its size | bytes to first "
                + "result, ms | new instance + call, ms |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (string path in paths)
        {
            if (File.Exists(path))
            {
                MeasureModule(path, rounds, clock);
            }
            else
            {
                Console.WriteLine($"| {Path.GetFileName(path)} | absent | | | | | |");
            }
        }

        foreach (string path in paths.Where(File.Exists))
        {
            MeasureWarmCalls(path);
        }

        StopLatency.Measure(rounds);

        return 0;
    }

    private static void MeasureTiny(int rounds, Clock clock)
    {
        const int Repeats = 2000;
        byte[] binary = Tiny();
        var engine = new Engine();
        var linker = new Linker();
        Module module = engine.LoadModule(binary);
        var results = new ulong[1];

        void BytesToResult() => Call(engine, linker, engine.LoadModule(binary), results);
        void InstanceAndCall() => Call(engine, linker, module, results);

        // The runtime's own compiler is to be done with the engine.
        for (int i = 0; i < 20 * Repeats; i++)
        {
            BytesToResult();
            InstanceAndCall();
            if (i % Repeats == 0)
            {
                Thread.Sleep(20);
            }
        }

        (double load, double loadBytes) = Repeat(rounds, clock, Repeats, BytesToResult);
        (double call, double callBytes) = Repeat(rounds, clock, Repeats, InstanceAndCall);
        using Store store = engine.CreateStore(Limits);
        Function run = linker.Instantiate(store, module).GetFunction("run");
        (double warm, double warmBytes) = Repeat(rounds, clock, Repeats, () => run.Invoke([20, 22], results));
        Console.WriteLine("| tiny module, warm process | µs | allocated, bytes |");
        Console.WriteLine("| --- | ---: | ---: |");
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"| bytes to first result | {load:F2} | {loadBytes:F0} |"));
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture, $"| new store, instance and call | {call:F2} | {callBytes:F0} |"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| call | {warm:F3} | {warmBytes:F0} |"));
    }

    private static (double Microseconds, double Bytes) Repeat(int rounds, Clock clock, int repeats, Action action)
    {
        var times = new List<double>();
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < rounds; round++)
        {
            TimeSpan start = clock.Now;
            for (int i = 0; i < repeats; i++)
            {
                action();
            }
            times.Add(clock.Since(start).TotalMicroseconds / repeats);
        }

        return (Statistics.Median(times),
            (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)(rounds * repeats));
    }

    private static void MeasureModule(string path, int rounds, Clock clock)
    {
        byte[] binary = File.ReadAllBytes(path);
        var engine = new Engine();
        Module module = engine.LoadModule(binary);
        var loads = new List<double>();
        var firsts = new List<double>();
        var calls = new List<double>();
        long allocated = 0;
        for (int round = 0; round < rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            TimeSpan start = clock.Now;
            module = engine.LoadModule(binary);
            loads.Add(clock.Since(start).TotalMilliseconds);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            CallFirst(engine, module);
            firsts.Add(clock.Since(start).TotalMilliseconds);
            start = clock.Now;
            CallFirst(engine, module);
            calls.Add(clock.Since(start).TotalMilliseconds);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {Path.GetFileName(path)} | {binary.Length} | {module.Definition.FunctionTypes.Length} | "
                + $"{Statistics.Median(loads):F1} | {allocated / (double)binary.Length:F1} | "
                + $"{Statistics.Median(firsts):F1} | {Statistics.Median(calls):F2} |"));
    }

    // A guest that collects garbage takes longer from call to call until it does: medians over parts, and the
    // slowest of them.
    private static void MeasureWarmCalls(string path)
    {
        const int Warmup = 2000;
        const int Part = 100;
        const int Parts = 20;
        var engine = new Engine();
        using Store store = engine.CreateStore(Limits);
        if (FirstResult.Repeat(
            store, engine.LoadModule(File.ReadAllBytes(path)), Warmup + (Part * Parts)) is not { } times)
        {
            return;
        }
        double[] medians =
        [
            .. times
                .Skip(Warmup)
                .Select(time => time.TotalMilliseconds)
                .Chunk(Part)
                .Select(part => Statistics.Median(part)),
        ];
        Console.WriteLine();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Path.GetFileName(path)}, warm calls on one instance, wall time: median "
                + $"{Statistics.Median(times.Skip(Warmup).Select(time => time.TotalMilliseconds)):F2} ms; of {Part} "
                + $"calls in a row, between {medians.Min():F2} and {medians.Max():F2} ms"));
    }

    // The first work of the process: with what the runtime's compiler needs for the engine itself. Of one path only the
    // first figure is cold.
    private static void MeasureCold(string path, Clock clock)
    {
        byte[] binary = File.ReadAllBytes(path);
        TimeSpan start = clock.Now;
        var engine = new Engine();
        Module module = engine.LoadModule(binary);
        TimeSpan load = clock.Since(start);
        CallFirst(engine, module);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Path.GetFileName(path)}, process just started, {clock.Name} time: "
                + $"decode + validate {load.TotalMilliseconds:F0} ms, "
                + $"bytes to first result {clock.Since(start).TotalMilliseconds:F0} ms"));
    }

    private static void CallFirst(Engine engine, Module module)
    {
        using Store store = engine.CreateStore(Limits);
        FirstResult.Take(store, module);
    }

    private static void Call(Engine engine, Linker linker, Module module, ulong[] results)
    {
        using Store store = engine.CreateStore(Limits);
        linker.Instantiate(store, module).GetFunction("run").Invoke([20, 22], results);
        if (results[0] != 42)
        {
            throw new InvalidOperationException($"20 + 22 is {results[0]}.");
        }
    }

    private static byte[] Tiny()
    {
        var module = new ModuleWriter();
        int run = module.Function(
            module.Type([ValType.I32, ValType.I32], [ValType.I32]), code => code.Get(0).Get(1).Op(Opcode.I32Add));
        module.Export("run", ExternKind.Function, run);
        return module.ToArray();
    }
}
