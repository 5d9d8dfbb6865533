using System.Diagnostics;
using System.Globalization;
using Boternity.Skills.Benchmarks.Kernels;
using Boternity.Skills.Runtimes.JavaScript;
using Boternity.Skills.Runtimes.Python;

namespace Boternity.Skills.Benchmarks.Scripts;

/// <summary><c>scripts</c>: scripts through the executor, beside the same scripts run natively.</summary>
internal static class ScriptsVerb
{
    private const int Runs = 60;
    private const int DifferentScripts = 100;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(6);

    public static async Task<int> RunAsync()
    {
        if (!PythonRuntime.IsIncluded || !JavaScriptRuntime.IsIncluded)
        {
            Console.Error.WriteLine("There are no interpreters: build/runtimes/build.sh makes them.");
            return 1;
        }

        await using var host = await ScriptHost.CreateAsync(DifferentScripts);
        Console.WriteLine(Machine.Describe());
        Console.WriteLine(
            $"Wall time; medians of {Runs} runs by turns. Wasmtime compiled the module before; runs initialise it.");
        Console.WriteLine();
        Console.WriteLine(
            "| script | first, ms | warm, ms | native, ms | Wasmtime, ms | of that `run` | fuel | peak memory, KiB |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        using (WasmtimeScripts python = await WasmtimeScripts.CreateAsync(new PythonRuntime(), host.Skill))
        {
            await MeasureAsync(host, "hello.py", "python3", python);
        }

        using (WasmtimeScripts javaScript = await WasmtimeScripts.CreateAsync(new JavaScriptRuntime(), host.Skill))
        {
            await MeasureAsync(host, "hello.js", "node", javaScript);
        }

        Console.WriteLine();
        await MeasureDifferentAsync(host);
        await MeasureThroughputAsync(host);
        return 0;
    }

    private static async Task MeasureAsync(
        ScriptHost host, string script, string native, WasmtimeScripts wasmtime)
    {
        long start = Stopwatch.GetTimestamp();
        SkillScriptResult result = await host.RunAsync(script);
        double first = Stopwatch.GetElapsedTime(start).TotalMilliseconds;

        // What is hot is compiled meanwhile, by the runtime and by the engine.
        for (start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < WarmUp;)
        {
            await host.RunAsync(script);
        }

        List<double> warm = [];
        List<double> natives = [];
        List<(double Whole, double Run)> others = [];
        for (int i = 0; i < Runs; i++)
        {
            others.Add(wasmtime.Run(script));
            start = Stopwatch.GetTimestamp();
            await host.RunAsync(script);
            warm.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            if (await host.RunNativelyAsync(native, script) is { } time)
            {
                natives.Add(time);
            }
        }

        string beside = natives.Count == 0 ? "–" : Number(Statistics.Median(natives));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {script} | {first:0} | {Statistics.Median(warm):0.0} | {beside} "
                + $"| {Statistics.Median([.. others.Select(static time => time.Whole)]):0.0} "
                + $"| {Statistics.Median([.. others.Select(static time => time.Run)]):0.0} | {result.FuelConsumed:#,0} "
                + $"| {result.PeakMemoryBytes / 1024:#,0} |"));
    }

    private static async Task MeasureDifferentAsync(ScriptHost host)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < DifferentScripts; i++)
        {
            await host.RunAsync(ScriptHost.DifferentName(i));
        }

        double ours = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        double natives = 0;
        for (int i = 0; i < DifferentScripts; i++)
        {
            natives += await host.RunNativelyAsync("python3", ScriptHost.DifferentName(i)) ?? double.NaN;
        }

        Console.WriteLine(
            $"{DifferentScripts} different Python scripts in a row: {Number(ours)} ms, natively {Number(natives)} ms, "
                + $"ratio {Number(ours / natives)}.");
    }

    private static async Task MeasureThroughputAsync(ScriptHost host)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        foreach (int atOnce in (int[])[1, 8])
        {
            long start = Stopwatch.GetTimestamp();
            await Parallel.ForAsync(
                0, 80, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (_, _) =>
                    await host.RunAsync("work.py"));
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            Console.WriteLine($"work.py, {atOnce} at once: {Number(80 / seconds)} a second.");
        }

        long after = GC.GetTotalMemory(forceFullCollection: true);
        Console.WriteLine($"Managed memory: {before / 1024:#,0} KiB before, {after / 1024:#,0} KiB after.");
    }

    private static string Number(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
