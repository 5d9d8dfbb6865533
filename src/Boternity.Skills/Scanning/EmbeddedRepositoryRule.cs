using Boternity.Skills.Text;

namespace Boternity.Skills.Scanning;

/// <summary>
/// Repositories in a package. Git, Mercurial and Subversion obey the settings of the repository that they stand in, and
/// those can name programs to run.
/// </summary>
internal static class EmbeddedRepositoryRule
{
    public static void Scan(SkillPackage package, ScanReport report)
    {
        HashSet<string> directories = new(StringComparer.OrdinalIgnoreCase);
        foreach (SkillPackageFile file in package.Files)
        {
            string path = HiddenCharacters.Remove(file.Path);
            report.CheckTime();
            if (IsInRepository(path) is { } name)
            {
                report.Add(
                    SkillScanRules.EmbeddedRepository,
                    SkillFindingSeverity.Danger,
                    $"A file of a repository's own directory, '{name}'. Its settings can name programs to run.",
                    file.Path,
                    null);
            }

            AddDirectories(path, directories);
        }

        foreach (SkillPackageFile file in package.Files)
        {
            if (IsHeadOfBareRepository(file.Path, directories))
            {
                report.Add(
                    SkillScanRules.EmbeddedRepository,
                    SkillFindingSeverity.Danger,
                    "A bare Git repository. Its settings can name programs to run.",
                    file.Path,
                    null);
            }
        }
    }

    private static string? IsInRepository(string path)
    {
        foreach (Range range in path.AsSpan().SplitAny('/', '\\'))
        {
            ReadOnlySpan<char> segment = path.AsSpan(range).TrimEnd(". ");
            foreach (string name in (ReadOnlySpan<string>)[".git", "git~1", ".hg", ".svn", ".bzr"])
            {
                if (segment.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return name;
                }
            }
        }

        return null;
    }

    private static void AddDirectories(string path, HashSet<string> directories)
    {
        for (int slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
        {
            if (!directories.Add(path[..slash]))
            {
                return;
            }
        }
    }

    // What Git takes for a repository: a HEAD beside objects and refs.
    private static bool IsHeadOfBareRepository(string path, HashSet<string> directories)
    {
        if (!Path.GetFileName(path.AsSpan()).Equals("HEAD", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        string directory = path[..^"HEAD".Length];
        return directories.Contains(directory + "objects") || directories.Contains(directory + "refs");
    }
}
