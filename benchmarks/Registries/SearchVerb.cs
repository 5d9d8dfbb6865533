using System.Diagnostics;
using System.Globalization;
using System.IO.Abstractions;
using Boternity.Skills.Benchmarks.Kernels;
using Boternity.Skills.Registries.Directories;
using Boternity.Skills.Search;
using Microsoft.Extensions.Logging.Abstractions;

namespace Boternity.Skills.Benchmarks.Registries;

/// <summary>What it takes to make an index of skills, and to search it.</summary>
internal static class SearchVerb
{
    private const int Rounds = 9;
    private const int QueriesEach = 100;
    private const int Words = 20_000;
    private const int DescriptionWords = 35;
    private const int Shown = 5;

    private static readonly int[] Sizes = [1_000, 20_000];

    private static readonly string[] Queries =
    [
        "commit messages", "powerpoint", "testing web apps", "excel", "create a skill", "spreadhseet formulas",
        "presentaton slides", "download youtube videos in the best quality", "kuberntes", "word0 word1 word2 word3",
    ];

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is [var directory, .. var queries])
        {
            await ShowAsync(Path.GetFullPath(directory), queries);
            return 0;
        }

        Console.WriteLine(Machine.Describe());
        Console.WriteLine(
            $"Medians of {Rounds} rounds after the first, and of {QueriesEach} rounds of {Queries.Length} queries.");
        Console.WriteLine();
        Console.WriteLine(
            "| skills | make the index, CPU, ms | load it, CPU, ms | save it, CPU, ms | MB "
            + "| a query, mean, ms | the slowest query, ms |");
        Console.WriteLine("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (int size in Sizes)
        {
            Measure(size);
        }

        return 0;
    }

    private static async Task ShowAsync(string directory, string[] queries)
    {
        var registry = new DirectorySkillRegistry(
            new DirectoryRegistryOptions { Name = "directory", Path = directory },
            new SkillPackageLimits(),
            new FileSystem(),
            NullLogger<DirectorySkillRegistry>.Instance);
        foreach (string query in queries)
        {
            IReadOnlyList<DiscoveredSkill> found = await registry.SearchAsync(query, Shown);
            Console.WriteLine($"{query}: {string.Join(", ", found.Select(skill => skill.Name))}");
        }
    }

    private static void Measure(int size)
    {
        DiscoveredSkill[] skills = Make(size);
        SkillSearchIndex index = new(skills);
        byte[] saved = index.Save();
        double builds = MedianCpu(() => new SkillSearchIndex(skills));
        double loads = MedianCpu(() => SkillSearchIndex.Load(saved, skills));
        double saves = MedianCpu(() => index.Save());
        double[] times = Array.ConvertAll(Queries, query => TimeOf(index, query));
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {size:N0} | {builds:F0} | {loads:F1} | {saves:F1} | {saved.Length / 1e6:F1} | {times.Average():F2} "
                    + $"| {times.Max():F2} |"));
    }

    private static double MedianCpu<T>(Func<T> action)
    {
        var times = new List<double>();
        for (int i = 0; i < Rounds; i++)
        {
            TimeSpan started = Environment.CpuUsage.TotalTime;
            GC.KeepAlive(action());
            times.Add((Environment.CpuUsage.TotalTime - started).TotalMilliseconds);
        }

        times.Sort();
        return times[Rounds / 2];
    }

    private static double TimeOf(SkillSearchIndex index, string query)
    {
        var times = new List<double>();
        for (int i = 0; i < QueriesEach; i++)
        {
            long started = Stopwatch.GetTimestamp();
            index.Search(query);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        times.Sort();
        return times[times.Count / 2];
    }

    // Words as frequent as in a language: the n-th is n times as rare as the first (Zipf).
    private static DiscoveredSkill[] Make(int count)
    {
        var random = new Random(16);
        string[] real = [.. Queries.SelectMany(query => query.Split(' ')).Distinct()];
        return [.. Enumerable.Range(0, count).Select(i => new DiscoveredSkill
        {
            Source = new SkillSource { Registry = "benchmark", Path = $"skills/{i}" },
            Manifest = new SkillManifest
            {
                Name = $"{Word()}-{Word()}-{i}",
                Description = string.Join(' ', Enumerable.Range(0, DescriptionWords).Select(_ => Word())),
            },
            Headings = [Word(), Word(), Word()],
        })];

        string Word()
        {
            int rank = (int)Math.Exp(random.NextDouble() * Math.Log(Words));
            return random.Next(20) == 0 ? real[random.Next(real.Length)] : Spell(rank);
        }
    }

    private static string Spell(int number)
    {
        const string Consonants = "bcdfghjklmnprstvwz";
        const string Vowels = "aeiou";
        string word = "";
        for (int left = number + 1; left > 0 || word.Length < 4; left /= Consonants.Length * Vowels.Length)
        {
            int digit = left % (Consonants.Length * Vowels.Length);
            word += $"{Consonants[digit / Vowels.Length]}{Vowels[digit % Vowels.Length]}";
        }

        return word;
    }
}
