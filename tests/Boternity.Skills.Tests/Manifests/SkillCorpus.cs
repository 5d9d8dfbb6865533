namespace Boternity.Skills.Tests.Manifests;

/// <summary>
/// Real SKILL.md files, which belong to others and therefore stand outside the repository. docs/maintainers/testing.md
/// says how to get them.
/// </summary>
internal static class SkillCorpus
{
    public const string Variable = "BOTERNITY_SKILLS_CORPUS";

    /// <summary>
    /// The SKILL.md files below the directory that the variable names. Ends the test as skipped when it names none.
    /// </summary>
    public static IReadOnlyList<string> RequireManifests()
    {
        string? root = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(root) || !Directory.Exists(root))
        {
            Assert.Ignore(
                $"{Variable} names no directory. Set it to a directory that holds clones of anthropics/skills and "
                + "ComposioHQ/awesome-claude-skills (882 SKILL.md together); docs/maintainers/testing.md says how. "
                + "Never run without it.");
        }

        return [
            .. Directory.EnumerateFiles(root!, "SKILL.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>The clones in the directory that the variable names, sorted; those that hold a SKILL.md.</summary>
    public static IReadOnlyList<string> Clones() =>
    [
        .. Directory.EnumerateDirectories(Environment.GetEnvironmentVariable(Variable)!)
            .Where(clone => ManifestsOf(clone).Count > 0)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The SKILL.md files of a clone.</summary>
    public static IReadOnlyList<string> ManifestsOf(string clone) =>
        [.. Directory.EnumerateFiles(clone, "SKILL.md", SearchOption.AllDirectories)];
}
