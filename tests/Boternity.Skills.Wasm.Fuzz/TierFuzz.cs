using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Boternity.Skills.Testing.Tiers;

namespace Boternity.Skills.Wasm.Fuzz;

/// <summary>The long run of the comparison: random valid modules, interpreted, compiled and mixed.</summary>
internal static class TierFuzz
{
    public const string Usage = "usage: tiers|large [--cases N] [--seed S] [--write FOLDER]";

    // A case takes some 30 ms.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <param name="arguments">As <see cref="Usage"/> says.</param>
    /// <param name="isLarge">Whether modules have a large function.</param>
    public static int Run(string[] arguments, bool isLarge)
    {
        int cases = 20_000;
        int seed = 0;
        string? folder = null;
        for (int i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length)
            {
                return Refuse();
            }
            if (arguments[i] == "--write")
            {
                folder = arguments[i + 1];
            }
            else if (!int.TryParse(arguments[i + 1], CultureInfo.InvariantCulture, out int number))
            {
                return Refuse();
            }
            else if (arguments[i] == "--cases")
            {
                cases = number;
            }
            else if (arguments[i] == "--seed")
            {
                seed = number;
            }
            else
            {
                return Refuse();
            }
        }

        return Run(seed, cases, folder, isLarge);
    }

    private static int Refuse()
    {
        Console.Error.WriteLine(Usage);
        return 2;
    }

    private static int Run(int first, int cases, string? folder, bool isLarge)
    {
        var failures = new ConcurrentQueue<CompilationFailure>();
        var current = new ConcurrentDictionary<int, (int Seed, long Since)>();
        var comparisons = new ConcurrentBag<TierComparison>();
        int next = first - 1;
        int differences = 0;
        long start = Stopwatch.GetTimestamp();
        using var watchdog = new Timer(_ => Watch(current), null, Patience, TimeSpan.FromSeconds(5));
        Console.WriteLine(
            $"seeds {first} to {first + cases - 1}: interpreted against compiled, mixed, and mixed in the background");
        var workers = Enumerable.Range(0, Environment.ProcessorCount).Select(worker => new Thread(() =>
        {
            var comparison = new TierComparison(
                Tier.OptionsOf(Tier.Interpreted),
                (Tier.Compiled, Tier.OptionsOf(Tier.Compiled) with { OnCompilationFailure = failures.Enqueue }),
                (Tier.Mixed, Tier.OptionsOf(Tier.Mixed) with { OnCompilationFailure = failures.Enqueue }),
                (Tier.Pieces, Tier.OptionsOf(Tier.Pieces) with { OnCompilationFailure = failures.Enqueue }),
                (Tier.MixedPieces, Tier.OptionsOf(Tier.MixedPieces) with { OnCompilationFailure = failures.Enqueue }),
                ("background",
                    Tier.OptionsOf(Tier.Mixed) with
                    {
                        CompilesInBackground = true,
                        OnCompilationFailure = failures.Enqueue,
                    }));
            comparisons.Add(comparison);
            for (int seed = Interlocked.Increment(ref next); seed < first
                + cases; seed = Interlocked.Increment(ref next))
            {
                current[worker] = (seed, Stopwatch.GetTimestamp());
                if (comparison.Compare(seed, isLarge) is { } difference)
                {
                    Interlocked.Increment(ref differences);
                    Console.Error.WriteLine(difference);
                    if (folder is not null)
                    {
                        Write(folder, seed, isLarge);
                    }
                }

                if ((seed - first) % 1000 == 999)
                {
                    Console.WriteLine($"  {seed - first + 1} done");
                }
            }

            current.TryRemove(worker, out _);
        })).ToArray();
        foreach (Thread worker in workers)
        {
            worker.Start();
        }
        foreach (Thread worker in workers)
        {
            worker.Join();
        }
        return Report(comparisons, failures, cases, differences, Stopwatch.GetElapsedTime(start));
    }

    private static int Report(
        IReadOnlyCollection<TierComparison> comparisons,
        ConcurrentQueue<CompilationFailure> failures,
        int cases,
        int differences,
        TimeSpan time)
    {
        Console.WriteLine($"{"cases",-32} {cases,10}");
        Console.WriteLine(
            $"{"calls with results",-32} {comparisons.Sum(comparison => comparison.Reference.Results),10}");
        foreach (IGrouping<TrapCode, int> trap in comparisons
            .SelectMany(comparison => comparison.Reference.Traps)
            .GroupBy(trap => trap.Key, trap => trap.Value)
            .OrderBy(trap => trap.Key))
        {
            Console.WriteLine($"{trap.Key,-32} {trap.Sum(),10}");
        }

        Console.WriteLine(
            $"{"functions compiled",-32} "
                + $"{comparisons.SelectMany(comparison => comparison.Others).Sum(run => run.Compiled),10}");
        Console.WriteLine(
            $"{"of them not possible, by design",-32} "
                + $"{failures.Count(failure => failure.Reason is NotSupportedException),10}");
        CompilationFailure[] unexpected = [.. failures.Where(failure => failure.Reason is not NotSupportedException)];
        foreach (CompilationFailure failure in unexpected.Take(5))
        {
            Console.Error.WriteLine(failure);
        }
        Console.WriteLine($"{"refused by the runtime",-32} {unexpected.Length,10}");
        Console.WriteLine($"{"differences",-32} {differences,10}");
        Console.WriteLine($"{time.TotalSeconds:F0} s");
        return differences == 0 && unexpected.Length == 0 ? 0 : 1;
    }

    private static void Watch(ConcurrentDictionary<int, (int Seed, long Since)> current)
    {
        foreach ((int seed, long since) in current.Values)
        {
            if (Stopwatch.GetElapsedTime(since) <= Patience)
            {
                continue;
            }
            Console.Error.WriteLine($"seed {seed} has been running for more than {Patience.TotalSeconds} s");
            Environment.Exit(3);
        }
    }

    private static void Write(string folder, int seed, bool isLarge)
    {
        Directory.CreateDirectory(folder);
        var tierCase = new TierCase(seed, isLarge);
        File.WriteAllBytes(Path.Combine(folder, $"{seed}.wasm"), tierCase.First.Bytes);
        if (tierCase.Second is { } second)
        {
            File.WriteAllBytes(Path.Combine(folder, $"{seed}-second.wasm"), second.Bytes);
        }
    }
}
