using System.Diagnostics;
using System.Globalization;
using Boternity.Skills.Benchmarks.Kernels;
using Boternity.Skills.Benchmarks.Skills;

namespace Boternity.Skills.Benchmarks.Engines;

/// <summary>
/// <c>engines --cold</c>: the first execution of a JavaScript skill in a process that is just up. The skill is
/// installed before, and Wasmtime finds it in its cache; each round is a process of its own.
/// </summary>
internal static class ColdEngines
{
    public const string In = "--in";

    private const string Skill = "js-skill";
    private const string Input = """{"op":"echo","value":"hello"}""";

    private static readonly string[] Steps = ["host", "engine", "first execution", "second", "all but the second"];

    public static async Task<int> RunAsync(int rounds)
    {
        await using var host = await BenchmarkHost.CreateAsync();
        Console.WriteLine(Machine.Describe());
        Console.WriteLine(
            $"Medians of {rounds} processes, ms of wall time; tiered compilation {Setting("TieredCompilation")}, "
                + $"profiles {Setting("TieredPGO")}, machine code beforehand {Setting("ReadyToRun")}.");
        Console.WriteLine();
        Console.WriteLine($"| | {string.Join(" | ", Steps)} |");
        Console.WriteLine($"| --- |{string.Concat(Enumerable.Repeat(" ---: |", Steps.Length))}");
        foreach (string engine in (string[])["managed", "wasmtime"])
        {
            // The first one compiles.
            Start(host.Home, engine);
            List<double[]> times = [];
            for (int i = 0; i < rounds; i++)
            {
                times.Add(Start(host.Home, engine));
            }

            IEnumerable<string> medians = Steps.Select((_, step) => string.Create(
                CultureInfo.InvariantCulture, $"{Statistics.Median(times.Select(time => time[step])):0.0}"));
            Console.WriteLine($"| {engine} | {string.Join(" | ", medians)} |");
        }

        return 0;
    }

    public static async Task<int> RunOnceAsync(string home, string engine)
    {
        long start = Stopwatch.GetTimestamp();
        await using BenchmarkHost host = await BenchmarkHost.OpenAsync(
            home, Skill, EnginesVerb.Use(engine, Path.Combine(home, "compiled")));
        long opened = Stopwatch.GetTimestamp();
        host.GetEngine();
        long made = Stopwatch.GetTimestamp();
        await host.ExecuteAsync(Skill, Input);
        long first = Stopwatch.GetTimestamp();
        await host.ExecuteAsync(Skill, Input);
        long second = Stopwatch.GetTimestamp();
        Console.WriteLine(string.Join(' ', new[]
        {
            Between(start, opened),
            Between(opened, made),
            Between(made, first),
            Between(first, second),
            Between(start, first),
        }.Select(static time => time.ToString("0.00", CultureInfo.InvariantCulture))));
        return 0;
    }

    private static double[] Start(string home, string engine) =>
    [
        .. ChildProcess.Run("engines", In, home, engine).Split(' ').Select(
            static text => double.Parse(text, CultureInfo.InvariantCulture)),
    ];

    private static double Between(long start, long end) => Stopwatch.GetElapsedTime(start, end).TotalMilliseconds;

    private static string Setting(string name) => Environment.GetEnvironmentVariable($"DOTNET_{name}") switch
    {
        "0" => "off",
        "1" => "on",
        _ => "as the host has it",
    };
}
