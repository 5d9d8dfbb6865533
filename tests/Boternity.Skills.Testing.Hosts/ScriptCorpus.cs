using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Testing.Hosts;

/// <summary>
/// The scripts of real skills, which belong to others and stand outside the repository: docs/maintainers/testing.md
/// says how to get them. Each skill is installed, and each of its scripts in some languages looked at.
/// </summary>
internal sealed class ScriptCorpus
{
    private const string Variable = "BOTERNITY_SKILLS_CORPUS";

    private readonly StringBuilder _report = new();
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    private ScriptCorpus()
    {
    }

    /// <summary>What scripts may use.</summary>
    public static SkillLimits Limits { get; } = SkillLimits.Verified with { MaxFuel = 50_000_000_000 };

    /// <summary>How many scripts had each outcome.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>All outcomes.</summary>
    public string Report => $"{_report}{string.Join(", ", _counts.Select(static pair => $"{pair.Key}: {pair.Value}"))}";

    /// <summary>The directory; null where there is none.</summary>
    public static string? FindDirectory() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path && Directory.Exists(path) ? path : null;

    /// <summary>Says why the tests do not run.</summary>
    public static string Missing => $"{Variable} names no directory; docs/maintainers/testing.md says how to make one.";

    /// <summary>Installs every skill that has such scripts, and looks at each of them.</summary>
    /// <param name="corpus">The directory.</param>
    /// <param name="configure">Adds the runtime.</param>
    /// <param name="extensions">The extensions of the scripts, with their dots.</param>
    /// <param name="look">Looks at a script that can run, and says what came of it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<ScriptCorpus> LookAtAsync(
        string corpus,
        Action<IBoternitySkillsBuilder> configure,
        IReadOnlyList<string> extensions,
        Func<ISkillExecutor, InstalledSkill, SkillScript, Task<string>> look,
        CancellationToken cancellationToken)
    {
        using var temporary = new TemporaryDirectory();
        string[] folders = [.. Directory
            .EnumerateFiles(corpus, SkillPackage.ManifestFileName, SearchOption.AllDirectories)
            .Select(static path => Path.GetDirectoryName(path)!)
            .Where(folder => Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Any(path => extensions.Contains(Path.GetExtension(path))))
            .Order(StringComparer.Ordinal)];
        for (int i = 0; i < folders.Length; i++)
        {
            Copy(folders[i], temporary.PathOf("registry", Name(i)));
        }

        var services = new ServiceCollection();
        configure(services
            .AddBoternitySkills(options =>
            {
                options.StorePath = temporary.PathOf("store");
                options.CachePath = temporary.PathOf("cache");
            })
            .AddDirectoryRegistry("corpus", temporary.PathOf("registry")));
        await using ServiceProvider provider = services.BuildServiceProvider();
        Dictionary<string, DiscoveredSkill> found = await provider.GetServices<ISkillRegistry>().Single()
            .ListAsync(cancellationToken)
            .ToDictionaryAsync(static skill => skill.Source.Path, cancellationToken: cancellationToken);
        var result = new ScriptCorpus();
        for (int i = 0; i < folders.Length; i++)
        {
            string folder = Path.GetRelativePath(corpus, folders[i]);
            if (!found.TryGetValue(Name(i), out DiscoveredSkill? skill))
            {
                result.Add(folder, "no skill: its SKILL.md cannot be read");
                continue;
            }

            await result.LookAtAsync(provider, skill, folder, Name(i), extensions, look, cancellationToken);
        }

        return result;
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

    private async Task LookAtAsync(
        ServiceProvider provider,
        DiscoveredSkill found,
        string folder,
        string id,
        IReadOnlyList<string> extensions,
        Func<ISkillExecutor, InstalledSkill, SkillScript, Task<string>> look,
        CancellationToken cancellationToken)
    {
        InstalledSkill skill;
        try
        {
            skill = await provider.GetRequiredService<ISkillInstaller>().InstallAsync(
                found.Source, new SkillInstallOptions { SkillId = id }, null, cancellationToken);
        }
        catch (SkillException error)
        {
            Add(folder, $"no skill: {error.Code}");
            return;
        }

        foreach (SkillScript script in skill.Scripts.Where(
            script => extensions.Contains(Path.GetExtension(script.Path))))
        {
            Add(
                $"{folder}/{script.Path}",
                script.CanRun
                    ? await look(provider.GetRequiredService<ISkillExecutor>(), skill, script)
                    : "cannot run: " + string.Join(" and ", script.Findings
                        .Where(static finding => finding.Severity == SkillDiagnosticSeverity.Error)
                        .Select(static finding => finding.Code)
                        .Distinct()
                        .Order(StringComparer.Ordinal)));
        }
    }

    private void Add(string place, string outcome)
    {
        _counts[outcome] = _counts.GetValueOrDefault(outcome) + 1;
        _report.AppendLine($"{place}: {outcome}");
    }
}
