using System.Diagnostics;
using System.Globalization;
using Boternity.Skills.Benchmarks.Kernels;

namespace Boternity.Skills.Benchmarks.Scripts;

/// <summary>
/// <c>scripts --first</c>: the first script of a process. The skill is installed before; each round is a process of its
/// own, which says what its run took.
/// </summary>
internal static class FirstRunVerb
{
    private const int Rounds = 7;
    private const string In = "--in";

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is [In, var home, var script])
        {
            await RunOnceAsync(home, script);
            return 0;
        }

        int rounds = arguments is [var number] ? int.Parse(number, CultureInfo.InvariantCulture) : Rounds;
        await using var host = await ScriptHost.CreateAsync(0);
        Console.WriteLine(Machine.Describe());
        Console.WriteLine($"Medians of {rounds} processes. Cold: nothing is kept of an earlier process.");
        Console.WriteLine();
        Console.WriteLine("| script | | wall, ms | processor, ms |");
        Console.WriteLine("| --- | --- | ---: | ---: |");
        foreach (string name in (string[])["hello.py", "hello.js"])
        {
            foreach (bool isCold in (bool[])[true, false])
            {
                List<(double Wall, double Processor)> times = [];
                for (int i = 0; i < rounds; i++)
                {
                    if (isCold)
                    {
                        host.ClearCache();
                    }

                    times.Add(Start(host.Home, name));
                }

                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {(isCold ? "cold" : "kept")} | {Statistics.Median([.. times.Select(t => t.Wall)]):0} "
                        + $"| {Statistics.Median([.. times.Select(t => t.Processor)]):0} |"));
            }
        }

        return 0;
    }

    private static async Task RunOnceAsync(string home, string script)
    {
        await using ScriptHost host = await ScriptHost.OpenAsync(home);
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        await host.RunAsync(script);
        double wall = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        processor = Environment.CpuUsage.TotalTime - processor;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{wall:0.0} {processor.TotalMilliseconds:0.0}"));
    }

    private static (double Wall, double Processor) Start(string home, string script)
    {
        string[] answer = ChildProcess.Run("scripts", "--first", In, home, script).Split(' ');
        return (double.Parse(answer[0], CultureInfo.InvariantCulture),
            double.Parse(answer[1], CultureInfo.InvariantCulture));
    }
}
