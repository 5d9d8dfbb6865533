using Boternity.Skills.Packaging;

namespace Boternity.Skills.Storage;

/// <summary>The rules for the name of an entry's directory: the same on every system, and checked before any I/O.</summary>
internal static class StoreDirectoryName
{
    /// <summary>Refuses what is not a plain directory name.</summary>
    /// <exception cref="SkillStoreException">The name breaks a rule (<see cref="SkillErrorCodes.StoreName"/>).</exception>
    public static void ThrowIfInvalid(string directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        if (FindProblem(directory) is { } problem)
        {
            throw new SkillStoreException(
                SkillErrorCodes.StoreName, directory, $"'{PackageErrors.Show(directory)}' is not a plain directory name: {problem}.");
        }
    }

    public static string? FindProblem(string directory)
    {
        if (directory.Length == 0)
        {
            return "it is empty";
        }

        if (directory.Contains('/', StringComparison.Ordinal))
        {
            return "it contains '/'";
        }

        return SkillPath.FindSegmentProblem(directory)
            ?? (directory[0] == '.' ? "names that begin with a dot are reserved" : null);
    }

    /// <summary>The directory for a package when the host names none: its folder's name, or its own where there is no folder.</summary>
    public static string Default(SkillPackage package) => package.Source.FolderName ?? package.Manifest.Name;
}
