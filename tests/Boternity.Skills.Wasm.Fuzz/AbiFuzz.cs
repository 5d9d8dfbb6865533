using System.Diagnostics;
using System.Globalization;
using Boternity.Skills.Testing.Abi;
using Boternity.Skills.Testing.Lifetimes;

namespace Boternity.Skills.Wasm.Fuzz;

/// <summary>
/// The long run over the component ABI: random values through the canonical ABI, and random lifetimes of resources,
/// against models that were written from the specification.
/// </summary>
internal static class AbiFuzz
{
    public const string Usage = "usage: abi values|lifetimes [--cases N] [--seed S] [--seconds T]";

    public static int Run(string[] arguments)
    {
        if (arguments.Length % 2 == 0 || arguments[0] is not ("values" or "lifetimes"))
        {
            return Refuse();
        }

        int cases = int.MaxValue;
        int seed = 0;
        int seconds = int.MaxValue;
        for (int i = 1; i < arguments.Length; i += 2)
        {
            if (!int.TryParse(arguments[i + 1], CultureInfo.InvariantCulture, out int number))
            {
                return Refuse();
            }

            switch (arguments[i])
            {
                case "--cases": cases = number; break;
                case "--seed": seed = number; break;
                case "--seconds": seconds = number; break;
                default: return Refuse();
            }
        }

        return Run(arguments[0], seed, cases, seconds);
    }

    private static int Refuse()
    {
        Console.Error.WriteLine(Usage);
        return 2;
    }

    private static int Run(string mode, int first, int cases, int seconds)
    {
        var outcomes = new SortedDictionary<string, long>(StringComparer.Ordinal);
        int differences = 0;
        int done = 0;
        long start = Stopwatch.GetTimestamp();
        for (; done < cases && Stopwatch.GetElapsedTime(start).TotalSeconds < seconds; done++)
        {
            int seed = unchecked(first + done);
            string? difference = mode == "values" ? RunValues(seed, outcomes) : RunLifetimes(seed, outcomes);
            if (difference is not null)
            {
                differences++;
                Console.Error.WriteLine($"seed {seed}: {difference}");
            }

            if (done % 10_000 == 9_999)
            {
                Console.WriteLine($"  {done + 1} done");
            }
        }

        Console.WriteLine($"{mode}, seeds {first} to {first + done - 1}");
        foreach ((string outcome, long count) in outcomes)
        {
            Console.WriteLine($"{outcome,-32} {count,10}");
        }

        Console.WriteLine($"{"differences",-32} {differences,10}");
        Console.WriteLine($"{Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
        return differences == 0 ? 0 : 1;
    }

    private static string? RunValues(int seed, SortedDictionary<string, long> outcomes)
    {
        try
        {
            var one = new ValuesCase(seed);
            string? difference = one.Run();
            foreach (ValuesOutcome outcome in Enum.GetValues<ValuesOutcome>())
            {
                Count(outcomes, $"calls {outcome.ToString().ToLowerInvariant()}", one.Outcomes[(int)outcome]);
            }

            return difference;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return $"{exception}";
        }
    }

    private static string? RunLifetimes(int seed, SortedDictionary<string, long> outcomes)
    {
        try
        {
            var one = new LifetimeCase(seed);
            string? difference = one.Run();
            Count(outcomes, "calls with results", one.Results);
            foreach (string trap in one.Traps)
            {
                Count(outcomes, trap, 1);
            }

            return difference;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return $"{exception}";
        }
    }

    private static void Count(SortedDictionary<string, long> outcomes, string outcome, long count) =>
        outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + count;
}
