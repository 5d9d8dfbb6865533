using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Runtimes.Python.Tests;

/// <summary>
/// The Python scripts of real skills, which belong to others and stand outside the repository.
/// docs/maintainers/testing.md says how to get them.
/// </summary>
public sealed partial class ScriptCorpusTests
{
    private const string Variable = "BOTERNITY_SKILLS_CORPUS";

    private static readonly SkillLimits Limits = SkillLimits.Verified with { MaxFuel = 50_000_000_000 };

    [Test]
    [CancelAfter(3_600_000)]
    public async Task Help_OfEveryScriptThatCanRun_IsThatOfNativePython(CancellationToken cancellationToken)
    {
        string? corpus = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(corpus) || !Directory.Exists(corpus))
        {
            Assert.Ignore($"{Variable} names no directory; docs/maintainers/testing.md says how to make one.");
        }

        PythonBench.RequireRuntime();
        using var temporary = new TemporaryDirectory();
        string[] folders = [.. Directory
            .EnumerateFiles(corpus!, SkillPackage.ManifestFileName, SearchOption.AllDirectories)
            .Select(static path => Path.GetDirectoryName(path)!)
            .Where(static folder => Directory.EnumerateFiles(folder, "*.py", SearchOption.AllDirectories).Any())
            .Order(StringComparer.Ordinal)];
        for (int i = 0; i < folders.Length; i++)
        {
            Copy(folders[i], temporary.PathOf("registry", Name(i)));
        }

        var report = new StringBuilder();
        List<string> differences = [];
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        await using ServiceProvider services = CreateServices(
            temporary.PathOf("registry"), temporary.PathOf("store"));
        Dictionary<string, DiscoveredSkill> found = await services.GetServices<ISkillRegistry>().Single()
            .ListAsync(cancellationToken)
            .ToDictionaryAsync(static skill => skill.Source.Path, cancellationToken: cancellationToken);
        for (int i = 0; i < folders.Length; i++)
        {
            string folder = Path.GetRelativePath(corpus!, folders[i]);
            foreach ((string script, string outcome) in await CompareAsync(
                services, found.GetValueOrDefault(Name(i)), Name(i), differences, cancellationToken))
            {
                counts[outcome] = counts.GetValueOrDefault(outcome) + 1;
                report.AppendLine($"{folder}/{script}: {outcome}");
            }
        }

        report.AppendLine(string.Join(", ", counts.Select(
            static pair => $"{pair.Key}: {pair.Value}")));
        TestContext.Out.WriteLine(report);
        Assert.That(counts, Is.Not.Empty);
        Assert.That(differences, Is.Empty);
    }

    private static ServiceProvider CreateServices(string folder, string store)
    {
        var services = new ServiceCollection();
        services
            .AddBoternitySkills(options => options.StorePath = store)
            .AddDirectoryRegistry("corpus", folder)
            .AddPython();
        return services.BuildServiceProvider();
    }

    private static string Name(int number) => $"skill-{number}";

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static async Task<List<(string Script, string Outcome)>> CompareAsync(
        ServiceProvider services,
        DiscoveredSkill? found,
        string id,
        List<string> differences,
        CancellationToken cancellationToken)
    {
        if (found is null)
        {
            return [("", "no skill: its SKILL.md cannot be read")];
        }

        InstalledSkill skill;
        try
        {
            skill = await services.GetRequiredService<ISkillInstaller>().InstallAsync(
                found.Source, new SkillInstallOptions { SkillId = id }, null, cancellationToken);
        }
        catch (SkillException error)
        {
            return [("", $"no skill: {error.Code}")];
        }

        List<(string Script, string Outcome)> outcomes = [];
        foreach (SkillScript script in skill.Scripts.Where(static script => script.Language == "python"))
        {
            outcomes.Add((
                script.Path, await CompareAsync(services, skill, script, differences, cancellationToken)));
        }

        return outcomes;
    }

    private static async Task<string> CompareAsync(
        ServiceProvider services,
        InstalledSkill skill,
        SkillScript script,
        List<string> differences,
        CancellationToken cancellationToken)
    {
        if (!script.CanRun)
        {
            return "cannot run: " + string.Join(" and ", script.Findings
                .Where(static finding => finding.Severity == SkillDiagnosticSeverity.Error)
                .Select(static finding => finding.Code)
                .Distinct()
                .Order(StringComparer.Ordinal));
        }

        string path = Path.Combine([skill.RootPath, .. script.Path.Split('/')]);
        string text = await File.ReadAllTextAsync(path, cancellationToken);
        if (!text.Contains("argparse", StringComparison.Ordinal))
        {
            return "can run, has no --help";
        }

        (int code, byte[] output, string error) = await NativePython.RunAsync(
            path, ["--help"], [], Path.GetDirectoryName(path)!);
        if (code != 0)
        {
            // Natively, too, a package is missing, or the script wants something else.
            return "can run, has no --help natively";
        }

        SkillScriptResult result = await services.GetRequiredService<ISkillExecutor>().ExecuteScriptAsync(
            skill,
            script.Path,
            new SkillScriptOptions { Arguments = ["--help"], Limits = Limits },
            cancellationToken);
        string native = Encoding.UTF8.GetString(output);
        if (result.ExitCode == code && Words(result.OutputText) == Words(native))
        {
            return "can run, --help is the same";
        }

        differences.Add($"{skill.SkillId}/{script.Path}: {result.ExitCode}: {result.ErrorText}\n{result.OutputText}"
            + $"\nnatively {code}: {error}\n{native}");
        return "can run, --help differs";
    }

    // Python 3.13 writes "-o, --output FILE" where earlier versions write "-o FILE, --output FILE".
    [GeneratedRegex(
        @"(?<first>-[\w-]+) (?<value>(\{[^}]*\}|[^\s,]+)( \[[^\]]*\])?), (?<second>-[\w-]+) \k<value>")]
    private static partial Regex TwiceNamed();

    // Versions of Python break the lines of a help text in different places, too.
    private static string Words(string text) => TwiceNamed().Replace(
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
        "${first}, ${second} ${value}");
}
