using System.Text;
using Boternity.Skills.Benchmarks.Kernels;
using Boternity.Skills.Manifests;
using Boternity.Skills.Scanning;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Benchmarks.Manifests;

/// <summary>Reading SKILL.md files, and scanning packages.</summary>
internal static class ManifestsVerb
{
    private const int Rounds = 9;
    private const int ReadsPerRound = 5_000;
    private const int WarmUpReads = 20_000;

    // The same variable as the tests': docs/maintainers/testing.md.
    private const string CorpusVariable = "BOTERNITY_SKILLS_CORPUS";

    public static int Run()
    {
        Console.WriteLine(Machine.Describe());
        Console.WriteLine($"CPU time; medians of {Rounds} rounds; the first scan is cold.");
        byte[] file = ThreeKilobytes();
        Measure($"read a SKILL.md of {file.Length} bytes", () => SkillManifestReader.Read(file));
        Measure("the same, frontmatter only", () => SkillManifestReader.ReadFrontmatter(file));
        byte[] unquoted = Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(file).Replace(
                "description: Reads", "description: Use when: it reads", StringComparison.Ordinal));
        Measure("the same, with an unquoted ': '", () => SkillManifestReader.Read(unquoted));
        if (Environment.GetEnvironmentVariable(CorpusVariable) is { Length: > 0 } corpus)
        {
            MeasureCorpus(corpus);
        }

        return 0;
    }

    private static void Measure(string what, Func<object> read)
    {
        for (int i = 0; i < WarmUpReads; i++)
        {
            read();
        }

        var times = new List<double>();
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < Rounds; round++)
        {
            TimeSpan start = Environment.CpuUsage.TotalTime;
            for (int i = 0; i < ReadsPerRound; i++)
            {
                read();
            }

            times.Add((Environment.CpuUsage.TotalTime - start).TotalMicroseconds / ReadsPerRound);
        }

        allocated = (GC.GetAllocatedBytesForCurrentThread() - allocated) / (Rounds * ReadsPerRound);
        Console.WriteLine(
            $"{what}: {Statistics.Median(times):F1} µs (least {times.Min():F1}), {allocated / 1024.0:F1} KiB");
    }

    private static void MeasureCorpus(string corpus)
    {
        SkillPackage[] packages =
        [
            .. Directory.EnumerateFiles(corpus, SkillPackage.ManifestFileName, SearchOption.AllDirectories)
                .Select(ReadPackage),
        ];
        string[] names = [.. packages.Select(p => p.Manifest.Name).Distinct(StringComparer.Ordinal)];
        long bytes = packages.Sum(p => p.Files.Sum(f => (long)f.Content.Length));
        for (int round = 0; round < 3; round++)
        {
            Console.WriteLine(
                $"scan {packages.Length} skills, {bytes / 1e6:F1} MB: {Scan(packages, []):F0} ms; with {names.Length} "
                    + $"installed names: {Scan(packages, names):F0} ms");
        }
    }

    private static double Scan(SkillPackage[] packages, string[] names)
    {
        var scanner = new SkillScanner(Options.Create(new BoternitySkillsOptions()), TimeProvider.System);
        TimeSpan start = Environment.CpuUsage.TotalTime;
        foreach (SkillPackage package in packages)
        {
            scanner.ScanAsync(package, names).AsTask().GetAwaiter().GetResult();
        }

        return (Environment.CpuUsage.TotalTime - start).TotalMilliseconds;
    }

    private static SkillPackage ReadPackage(string manifest)
    {
        string folder = Path.GetDirectoryName(manifest)!;
        return new SkillPackage
        {
            Source = new SkillSource { Registry = "corpus", Path = folder },
            Document = SkillManifestReader.Read(File.ReadAllBytes(manifest)),
            Files =
            [
                .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                    .Select(
                        file =>
                            new SkillPackageFile
                            {
                                Path = Path.GetRelativePath(folder, file),
                                Content = File.ReadAllBytes(file),
                            }),
            ],
        };
    }

    private static byte[] ThreeKilobytes()
    {
        var text = new StringBuilder("""
            ---
            name: invoice-organizer
            description: Reads a folder of invoices, names each by date and vendor, and sorts them by year.
              Use it when somebody asks to tidy receipts or to prepare a tax return.
            license: MIT
            requires:
              mcp: [files]
            metadata:
              author: example
              version: "1.2.0"
              skill-type: tool
              capabilities: read_file write_file
            ---

            # Invoices


            """);
        while (text.Length < 3 * 1024)
        {
            text.Append("1. Read **each file** of the folder and find its date, its vendor and its total.\n\n---\n\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString(0, 3 * 1024));
    }
}
