using System.Diagnostics;
using System.Globalization;
using Boternity.Skills.Benchmarks.Kernels;
using Boternity.Skills.Benchmarks.Scripts;
using Boternity.Skills.Runtimes.JavaScript;
using Boternity.Skills.Runtimes.Python;

namespace Boternity.Skills.Benchmarks.Engines;

/// <summary>
/// <c>engines --scripts</c>: scripts through the executor on both engines, and the same modules in Wasmtime with its
/// own WASI, by turns.
/// </summary>
internal static class EngineScripts
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);

    public static async Task<int> RunAsync(int rounds, string? only)
    {
        if (!PythonRuntime.IsIncluded || !JavaScriptRuntime.IsIncluded)
        {
            Console.Error.WriteLine("There are no interpreters: build/runtimes/build.sh makes them.");
            return 1;
        }

        await using var managed = await ScriptHost.CreateAsync(0);
        await using var wasmtime = await ScriptHost.CreateAsync(0, EnginesVerb.Use("wasmtime"));
        Console.WriteLine(Machine.Describe());
        Console.WriteLine(
            $"Wall time in ms; medians of {rounds} rounds by turns. Own WASI: Wasmtime alone, the module compiled "
                + "before, its interpreter initialised in each run.");
        Console.WriteLine();
        Console.WriteLine(
            "| script | managed | wasmtime | own WASI | of that `run` | wasmtime to own `run` | first: managed "
                + "| first: wasmtime |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        using (WasmtimeScripts own = await WasmtimeScripts.CreateAsync(new PythonRuntime(), wasmtime.Skill))
        {
            string[] scripts = ["hello.py", "work.py", "compute.py", "files.py"];
            foreach (string script in scripts.Where(name => only is null || name == only))
            {
                await MeasureAsync(managed, wasmtime, own, script, rounds);
            }
        }

        if (only is not null and not "hello.js")
        {
            return 0;
        }

        using (WasmtimeScripts own = await WasmtimeScripts.CreateAsync(new JavaScriptRuntime(), wasmtime.Skill))
        {
            await MeasureAsync(managed, wasmtime, own, "hello.js", rounds);
        }

        return 0;
    }

    private static async Task MeasureAsync(
        ScriptHost managed, ScriptHost wasmtime, WasmtimeScripts own, string script, int rounds)
    {
        double firstManaged = await TimeAsync(managed, script);
        double firstWasmtime = await TimeAsync(wasmtime, script);
        await WarmUpAsync(managed, script);
        await WarmUpAsync(wasmtime, script);
        List<double> one = [];
        List<double> other = [];
        List<(double Whole, double Run)> owns = [];
        for (int i = 0; i < rounds; i++)
        {
            one.Add(await TimeAsync(managed, script));
            other.Add(await TimeAsync(wasmtime, script));
            owns.Add(own.Run(script));
        }

        double run = Statistics.Median(owns.Select(static time => time.Run));
        double ours = Statistics.Median(other);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {script} | {Statistics.Median(one):0.0} | {ours:0.0} "
                + $"| {Statistics.Median(owns.Select(static time => time.Whole)):0.0} | {run:0.0} | {ours / run:0.00} "
                + $"| {firstManaged:0} | {firstWasmtime:0} |"));
    }

    private static async Task WarmUpAsync(ScriptHost host, string script)
    {
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < WarmUp;)
        {
            await host.RunAsync(script);
        }
    }

    private static async Task<double> TimeAsync(ScriptHost host, string script)
    {
        long start = Stopwatch.GetTimestamp();
        await host.RunAsync(script);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
