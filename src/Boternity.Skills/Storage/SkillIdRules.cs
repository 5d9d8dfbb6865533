using Boternity.Skills.Packaging;

namespace Boternity.Skills.Storage;

/// <summary>
/// The rules for the id of an installed skill, which names its directory: the same on every system, and checked
/// before any I/O.
/// </summary>
internal static class SkillIdRules
{
    /// <summary>Refuses what is not a plain directory name.</summary>
    /// <exception cref="SkillStoreException">The name breaks a rule
    /// (<see cref="SkillErrorCodes.StoreName"/>).</exception>
    public static void ThrowIfInvalid(string skillId)
    {
        ArgumentNullException.ThrowIfNull(skillId);
        if (FindProblem(skillId) is { } problem)
        {
            throw new SkillStoreException(
                SkillErrorCodes.StoreName,
                skillId,
                $"'{PackageErrors.Show(skillId)}' is not a plain directory name: {problem}.");
        }
    }

    public static string? FindProblem(string skillId)
    {
        if (skillId.Length == 0)
        {
            return "it is empty";
        }

        if (skillId.Contains('/', StringComparison.Ordinal))
        {
            return "it contains '/'";
        }

        return SkillPath.FindSegmentProblem(skillId)
            ?? (skillId[0] == '.' ? "names that begin with a dot are reserved" : null);
    }

    /// <summary>
    /// The id for a package when the host names none: its folder's name, or its own where there is no folder.
    /// </summary>
    public static string Default(SkillPackage package) => package.Source.FolderName ?? package.Manifest.Name;
}
