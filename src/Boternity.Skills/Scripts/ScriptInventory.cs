namespace Boternity.Skills.Scripts;

/// <summary>Which files of a skill are scripts.</summary>
internal static class ScriptInventory
{
    private const string Folder = "scripts/";

    /// <summary>
    /// The scripts by their names: all below <c>scripts/</c>, and others that SKILL.md names. Sorted by path (ordinal).
    /// </summary>
    public static IReadOnlyList<SkillScript> Find(SkillPackage package, ScriptRuntimes runtimes)
    {
        List<SkillScript> scripts = [];
        foreach (SkillPackageFile file in package.Files.OrderBy(static file => file.Path, StringComparer.Ordinal))
        {
            if (runtimes.FindLanguage(file.Path) is not { } language)
            {
                continue;
            }

            bool isScript = file.Path.StartsWith(Folder, StringComparison.Ordinal)
                || package.Document.Body.Contains(file.Path, StringComparison.Ordinal);
            if (isScript)
            {
                scripts.Add(new SkillScript { Path = file.Path, Language = language });
            }
        }

        return scripts;
    }
}
