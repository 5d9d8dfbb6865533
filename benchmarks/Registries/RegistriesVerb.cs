using System.Diagnostics;
using System.Globalization;
using System.IO.Abstractions;
using Boternity.Skills.Benchmarks.Kernels;
using Boternity.Skills.Packaging;
using Boternity.Skills.Registries.GitHub;
using Microsoft.Extensions.Logging.Abstractions;

namespace Boternity.Skills.Benchmarks.Registries;

/// <summary>
/// What it costs to index a repository's archive, to keep the index on disk, and to take one skill out.
/// </summary>
internal static class RegistriesVerb
{
    private const int DefaultRounds = 9;

    private static readonly SkillSource Origin = new()
    {
        Registry = "benchmark",
        Repository = "synthetic/repository",
        Path = "",
        Commit = new string('0', 40),
    };

    public static async Task<int> RunAsync(string[] arguments)
    {
        int rounds = DefaultRounds;
        string? path = null;
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--rounds" && i + 1 < arguments.Length)
            {
                rounds = int.Parse(arguments[++i], CultureInfo.InvariantCulture);
            }
            else
            {
                path = arguments[i];
            }
        }

        byte[] archive = path is null ? SyntheticRepository.BuildTarGz() : await File.ReadAllBytesAsync(path);
        Console.WriteLine(Machine.Describe());
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Archive: {archive.Length / 1e6:F2} MB. Medians of {rounds} rounds after the first."));
        Console.WriteLine();
        Console.WriteLine("| step | skills | CPU first, ms | CPU, ms | allocated, MB |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: |");

        List<IndexedSkill> index = await MeasureAsync(
            "index the archive", rounds, () => IndexAsync(archive), skills => skills.Count);
        string cachePath = Directory.CreateTempSubdirectory("boternity-benchmark-").FullName;
        try
        {
            _ = GitHubRepository.TryParse(Origin.Repository, out GitHubRepository? repository);
            var cache = new IndexCache(
                new FileSystem(), cachePath, "benchmark", new Uri("https://localhost/"), NullLogger.Instance);
            await MeasureAsync(
                "write the cache", rounds, () => WriteAsync(cache, repository!, index), _ => index.Count);
            await MeasureAsync(
                "read the cache",
                rounds,
                () => cache.ReadIndexAsync(Origin, repository!, default),
                read => read!.Skills.Count);
        }
        finally
        {
            Directory.Delete(cachePath, recursive: true);
        }

        SkillSource one = index[index.Count / 2].Skill!.Source;
        await MeasureAsync("take one skill out", rounds, () => FetchAsync(archive, one), _ => 1);
        return 0;
    }

    private static ValueTask<List<IndexedSkill>> IndexAsync(byte[] archive) =>
        RepositoryArchive.ReadIndexAsync(
            new MemoryStream(archive), Origin, new ArchiveLimits(), NullLogger.Instance, default);

    private static ValueTask<SkillPackage> FetchAsync(byte[] archive, SkillSource source) =>
        RepositoryArchive.ReadPackageAsync(
            RepositoryArchive.ReadAsync(new MemoryStream(archive), new ArchiveLimits(), default),
            source,
            new SkillPackageLimits(),
            default);

    private static async ValueTask<bool> WriteAsync(
        IndexCache cache, GitHubRepository repository, List<IndexedSkill> index)
    {
        await cache.WriteIndexAsync(repository, Origin.Commit!, index, default);
        return true;
    }

    private static async Task<T> MeasureAsync<T>(string step, int rounds, Func<ValueTask<T>> run, Func<T, int> count)
    {
        (T result, double first, _) = await OnceAsync(run);
        var times = new List<double>();
        var allocated = new List<double>();
        for (int i = 0; i < rounds; i++)
        {
            (result, double time, double bytes) = await OnceAsync(run);
            times.Add(time);
            allocated.Add(bytes);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {step} | {count(result)} | {first:F0} | {Median(times):F0} | {Median(allocated) / 1e6:F1} |"));
        return result;
    }

    private static async Task<(T Result, double Milliseconds, double Allocated)> OnceAsync<T>(Func<ValueTask<T>> run)
    {
        using Process process = Process.GetCurrentProcess();
        GC.Collect();
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        process.Refresh();
        TimeSpan started = process.TotalProcessorTime;
        T result = await run();
        process.Refresh();
        double milliseconds = (process.TotalProcessorTime - started).TotalMilliseconds;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        return (result, milliseconds, allocated);
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
