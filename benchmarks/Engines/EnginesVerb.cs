using System.Diagnostics;
using System.Globalization;
using Boternity.Skills.Benchmarks.Kernels;
using Boternity.Skills.Benchmarks.Skills;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Benchmarks.Engines;

/// <summary>
/// <c>engines</c>: the same executions on the managed engine and on Wasmtime, in one process, by turns.
/// </summary>
internal static class EnginesVerb
{
    private const int DefaultRounds = 9;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan LoopTime = TimeSpan.FromSeconds(10);

    private static readonly (string Skill, string Name, string Input, int Runs)[] Executions =
    [
        ("c-skill", "C skill, 1 KB", $"echo {new string('x', 1000)}", 1_000),
        ("rust-skill", "Rust skill", "average 1 2", 500),
        ("command-preview1", "preview 1 command", "some text", 500),
        ("js-skill", "JavaScript skill", """{"op":"echo","value":"hello"}""", 100),
        ("js-skill", "JavaScript skill, `fib`", """{"op":"fib","n":22}""", 10),
    ];

    public static async Task<int> RunAsync(string[] arguments)
    {
        int at = Array.IndexOf(arguments, "--rounds");
        int rounds = at >= 0 ? int.Parse(arguments[at + 1], CultureInfo.InvariantCulture) : DefaultRounds;
        string? only = arguments.Where((text, i) => text[0] != '-' && (at < 0 || i != at + 1)).FirstOrDefault();
        return arguments switch
        {
            ["--loop", var engine, var name] => await LoopAsync(engine, name),
            [ColdEngines.In, var home, var engine] => await ColdEngines.RunOnceAsync(home, engine),
            _ when arguments.Contains("--cold") => await ColdEngines.RunAsync(rounds),
            _ when arguments.Contains("--scripts") => await EngineScripts.RunAsync(rounds, only),
            _ => await RunSkillsAsync(rounds, only),
        };
    }

    /// <summary>Has a host use an engine of that name; null for the one that it has anyway.</summary>
    public static Action<IBoternitySkillsBuilder>? Use(string engine, string? cache = null) => engine == "wasmtime"
        ? builder => builder.UseWasmtime(options => options.CacheDirectory = cache)
        : null;

    private static async Task<int> RunSkillsAsync(int rounds, string? only)
    {
        await using var managed = await BenchmarkHost.CreateAsync();
        await using var wasmtime = await BenchmarkHost.CreateAsync(Use("wasmtime"));
        Console.WriteLine(Machine.Describe());
        Console.WriteLine($"Wall time; medians of {rounds} rounds by turns, each the mean of its runs.");
        Console.WriteLine();
        Console.WriteLine(
            "| | managed, warm µs | wasmtime, warm µs | ratio | managed, first ms | wasmtime, first ms |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: |");
        foreach ((string skill, string name, string input, int runs) in Executions)
        {
            if (only is not null && !name.StartsWith(only, StringComparison.Ordinal))
            {
                continue;
            }

            double firstManaged = await MeasureAsync(managed, skill, input, 1) / 1_000;
            double firstWasmtime = await MeasureAsync(wasmtime, skill, input, 1) / 1_000;
            await WarmUpAsync(managed, skill, input);
            await WarmUpAsync(wasmtime, skill, input);
            List<double> one = [];
            List<double> other = [];
            for (int i = 0; i < rounds; i++)
            {
                one.Add(await MeasureAsync(managed, skill, input, runs));
                other.Add(await MeasureAsync(wasmtime, skill, input, runs));
            }

            double ratio = Statistics.Median(other) / Statistics.Median(one);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {Statistics.Median(one):0.0} | {Statistics.Median(other):0.0} | {ratio:0.00} "
                    + $"| {firstManaged:0.0} | {firstWasmtime:0.0} |"));
        }

        return 0;
    }

    // For a profiler: one execution over and over.
    private static async Task<int> LoopAsync(string engine, string name)
    {
        await using var host = await BenchmarkHost.CreateAsync(Use(engine));
        (string skill, _, string input, int runs) = Executions.First(
            execution => execution.Name.StartsWith(name, StringComparison.Ordinal));
        await WarmUpAsync(host, skill, input);
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < LoopTime;)
        {
            double time = await MeasureAsync(host, skill, input, runs);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{time:0.0} µs"));
        }

        return 0;
    }

    // What is hot is compiled meanwhile, by the runtime and by the engine.
    private static async Task WarmUpAsync(BenchmarkHost host, string skill, string input)
    {
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < WarmUp;)
        {
            await host.ExecuteAsync(skill, input);
        }
    }

    private static async Task<double> MeasureAsync(BenchmarkHost host, string skill, string input, int runs)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < runs; i++)
        {
            await host.ExecuteAsync(skill, input);
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / runs;
    }
}
