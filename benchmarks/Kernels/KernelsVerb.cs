using System.Globalization;
using Boternity.Skills.Wasm.Embedding;

namespace Boternity.Skills.Benchmarks.Kernels;

/// <summary>
/// The kernels, engine, Wasmtime and V8 by turns, medians over the rounds. Fuel, bounds checks, deadline and stack
/// guard are on, in Wasmtime fuel and epochs.
/// </summary>
internal static class KernelsVerb
{
    private const int DefaultRounds = 5;

    public static int Run(string[] arguments)
    {
        int rounds = DefaultRounds;
        bool quick = false;
        Clock clock = Clock.Wall;
        var names = new List<string>();
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--quick")
            {
                quick = true;
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
                names.Add(arguments[i]);
            }
        }

        if (Kernel.FindFolder() is not { } folder)
        {
            Console.WriteLine("Skipped: the kernels are not beside the checkout (../shared/kernels).");
            return 0;
        }

        string? node = NodeRounds.FindVersion();
        Console.WriteLine(Machine.Describe());
        Console.WriteLine(node is null ? "Node.js is not installed: no ratios." : $"V8 of Node.js {node}");
        Console.WriteLine(
            $"Medians of {rounds} rounds by turns, {clock.Name} time{(quick ? "; a tenth of the work" : "")}.");
        using var wasmtime = new WasmtimeRounds(folder, clock);
        Measure(
            new EngineRounds(folder, clock, new EngineOptions()),
            new EngineRounds(folder, clock, new EngineOptions { CompilesHotCode = false }),
            wasmtime,
            node is null ? null : new NodeRounds(folder, clock),
            [.. Kernel.All.Where(kernel => names.Count == 0 || names.Contains(kernel.Name))],
            rounds,
            quick);
        return 0;
    }

    private static void Measure(
        EngineRounds engine,
        EngineRounds interpreter,
        WasmtimeRounds wasmtime,
        NodeRounds? node,
        Kernel[] kernels,
        int rounds,
        bool quick)
    {
        var ratios = new List<double>();
        var peerRatios = new List<double>();
        Console.WriteLine();
        Console.WriteLine(
            "| kernel | decode + validate, ms | first call, ms | the same, interpreter alone, ms | warm call, ms | "
                + "fuel | Wasmtime, ms | ratio to Wasmtime | V8 warm call, ms | ratio to V8 |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (Kernel kernel in kernels)
        {
            int n = quick ? kernel.QuickN : kernel.FullN;
            var ours = new List<KernelTimes>();
            var interpreted = new List<KernelTimes>();
            var peers = new List<KernelTimes>();
            var theirs = new List<KernelTimes>();
            for (int round = 0; round < rounds; round++)
            {
                ours.Add(engine.Run(kernel, n));
                interpreted.Add(interpreter.Run(kernel, kernel.SmallN));
                peers.Add(wasmtime.Run(kernel, n));
                if (node is not null)
                {
                    theirs.Add(node.Run(kernel, n));
                }
            }

            Check(kernel, quick, ours, [.. peers, .. theirs]);
            double warm = Median(ours, times => times.WarmCall);
            double peer = Median(peers, times => times.WarmCall);
            peerRatios.Add(warm / peer);
            string row = string.Create(
                CultureInfo.InvariantCulture,
                $"| {kernel.Name} | {Median(ours, times => times.Load):F2} | "
                    + $"{Median(ours, times => times.FirstCall):F2} | "
                    + $"{Median(interpreted, times => times.FirstCall):F2} | {warm:F0} | {ours[0].Fuel} | "
                    + $"{peer:F0} | {warm / peer:F2} |");
            if (node is not null)
            {
                double v8 = Median(theirs, times => times.WarmCall);
                ratios.Add(warm / v8);
                row += string.Create(CultureInfo.InvariantCulture, $" {v8:F0} | {warm / v8:F2} |");
            }
            else
            {
                row += " | |";
            }

            Console.WriteLine(row);
        }

        Console.WriteLine();
        WriteMean("Wasmtime", peerRatios);
        WriteMean("V8", ratios);
    }

    private static void WriteMean(string peer, List<double> ratios)
    {
        if (ratios.Count > 0)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Geometric mean of the ratios to {peer}: {Statistics.GeometricMean(ratios):F2}"));
        }
    }

    // A figure for a wrong answer is worth nothing; fuel that differs between rounds is a fault of its own.
    private static void Check(Kernel kernel, bool quick, List<KernelTimes> ours, List<KernelTimes> theirs)
    {
        long expected = quick ? ours[0].Result : kernel.FullResult;
        if (ours.Concat(theirs).FirstOrDefault(times => times.Result != expected) is { } wrong)
        {
            throw new InvalidOperationException($"{kernel.Name} answered {wrong.Result}, expected {expected}.");
        }

        if (ours.Exists(times => times.Fuel != ours[0].Fuel))
        {
            throw new InvalidOperationException($"{kernel.Name} used different fuel in different rounds.");
        }
    }

    private static double Median(List<KernelTimes> rounds, Func<KernelTimes, TimeSpan> select) =>
        Statistics.Median(rounds.Select(times => select(times).TotalMilliseconds));
}
