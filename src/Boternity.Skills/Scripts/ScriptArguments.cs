namespace Boternity.Skills.Scripts;

/// <summary>
/// The arguments of a script. A skill's text names its files by their paths from its folder, and whoever follows the
/// text passes them on so; the script stands in its work directory.
/// </summary>
internal static class ScriptArguments
{
    /// <summary>
    /// Gives the arguments, with what names a file or folder of the skill in place of nothing under its path:
    /// <c>assets/form.html</c> and <c>--form=assets/form.html</c>. A name without a slash stays as it is: what a script
    /// is to write is often called like a file of the skill.
    /// </summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="skill">The skill.</param>
    /// <param name="isInWorkspace">Whether the work directory has something under a path.</param>
    public static IReadOnlyList<string> Resolve(
        IReadOnlyList<string> arguments, InstalledSkill skill, Func<string, bool> isInWorkspace) =>
        [.. arguments.Select(argument => Resolve(argument, skill, isInWorkspace))];

    private static string Resolve(string argument, InstalledSkill skill, Func<string, bool> isInWorkspace)
    {
        int start = argument.StartsWith('-') ? argument.IndexOf('=', StringComparison.Ordinal) + 1 : 0;
        string path = argument[start..];
        if (FindPath(path) is not { } inSkill || !IsOf(skill, inSkill) || isInWorkspace(inSkill))
        {
            return argument;
        }

        return $"{argument[..start]}{ScriptPaths.Skill}/{inSkill}";
    }

    // A path with a folder in it, that leads nowhere else.
    private static string? FindPath(string text)
    {
        if (!text.Contains('/', StringComparison.Ordinal) || text.StartsWith('/'))
        {
            return null;
        }

        string[] parts = [.. text.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(static part => part != ".")];
        return parts.Length == 0 || parts.Contains("..") ? null : string.Join('/', parts);
    }

    private static bool IsOf(InstalledSkill skill, string path) => skill.Files.Any(
        file => file.Path == path
            || (file.Path.Length > path.Length
                && file.Path[path.Length] == '/'
                && file.Path.StartsWith(path, StringComparison.Ordinal)));
}
