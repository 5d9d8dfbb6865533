using System.Globalization;
using Boternity.Skills.Benchmarks.Kernels;

namespace Boternity.Skills.Benchmarks.Skills;

/// <summary>
/// <c>skills</c>: executions of the fixtures as a host makes them, through <see cref="ISkillExecutor"/>.
/// </summary>
internal static class SkillsVerb
{
    private const int DefaultRounds = 5;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);


    public static async Task<int> RunAsync(string[] arguments)
    {
        int rounds = DefaultRounds;
        Clock clock = Clock.Wall;
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--processor-time")
            {
                clock = Clock.Processor;
            }
            else if (arguments[i] == "--rounds" && i + 1 < arguments.Length)
            {
                rounds = int.Parse(arguments[++i], CultureInfo.InvariantCulture);
            }
        }

        await using var host = await BenchmarkHost.CreateAsync();
        Console.WriteLine(Machine.Describe());
        Console.WriteLine($"Medians of {rounds} rounds, {clock.Name} time.");
        Console.WriteLine();
        Console.WriteLine("| skill | input | first, ms | warm, µs | fuel | peak memory, KiB |");
        Console.WriteLine("| --- | --- | ---: | ---: | ---: | ---: |");
        await MeasureAsync(host, "js-skill", "echo of 5 B", """{"op":"echo","value":"hello"}""", 100, rounds, clock);
        await MeasureAsync(host, "c-skill", "echo of 1 KB", $"echo {new string('x', 1000)}", 2_000, rounds, clock);
        await MeasureAsync(host, "c-skill", "echo of 1 MB", $"echo {new string('x', 1_000_000)}", 20, rounds, clock);
        await MeasureAsync(host, "rust-skill", "average of two", "average 1 2", 1_000, rounds, clock);
        Console.WriteLine();
        await MeasureParallelAsync(host);
        await MeasureThroughputAsync(host, rounds);
        return 0;
    }

    private static async Task MeasureAsync(
        BenchmarkHost host, string skill, string input, string text, int executions, int rounds, Clock clock)
    {
        TimeSpan start = clock.Now;
        SkillExecutionResult result = await host.ExecuteAsync(skill, text);
        double first = clock.Since(start).TotalMilliseconds;

        // What is hot is compiled meanwhile, by the runtime and by the engine.
        for (TimeSpan end = Clock.Wall.Now + WarmUp; Clock.Wall.Now < end;)
        {
            await host.ExecuteAsync(skill, text);
        }

        var warm = new List<double>();
        for (int round = 0; round < rounds; round++)
        {
            start = clock.Now;
            for (int i = 0; i < executions; i++)
            {
                await host.ExecuteAsync(skill, text);
            }
            warm.Add(clock.Since(start).TotalMicroseconds / executions);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {skill} | {input} | {first:f1} | {Statistics.Median(warm):f1} | {result.FuelConsumed:n0} | "
                + $"{result.PeakMemoryBytes / 1024:n0} |"));
    }

    private static async Task MeasureParallelAsync(BenchmarkHost host)
    {
        const int executions = 1_000;
        string input = $"echo {new string('x', 1000)}";
        long before = Settle();
        await Parallel.ForAsync(0, executions, async (_, _) => await host.ExecuteAsync("c-skill", input));
        long first = Settle();
        await Parallel.ForAsync(0, executions, async (_, _) => await host.ExecuteAsync("c-skill", input));
        long second = Settle();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{executions:n0} executions in parallel: managed memory {before / 1024:n0} KiB before, {first / 1024:n0} "
                + $"KiB after, {second / 1024:n0} KiB after as many again."));
    }

    private static async Task MeasureThroughputAsync(BenchmarkHost host, int rounds)
    {
        const int executions = 20_000;
        string input = $"echo {new string('x', 1000)}";
        var perSecond = new List<double>();
        for (int round = 0; round < rounds; round++)
        {
            TimeSpan start = Clock.Wall.Now;
            await Parallel.ForAsync(0, executions, async (_, _) => await host.ExecuteAsync("c-skill", input));
            perSecond.Add(executions / Clock.Wall.Since(start).TotalSeconds);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"c-skill, echo of 1 KB, on {Environment.ProcessorCount} processors: {Statistics.Median(perSecond):n0} "
                + $"executions a second, wall time."));
    }

    private static long Settle()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
