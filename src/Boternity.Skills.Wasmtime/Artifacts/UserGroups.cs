using System.Globalization;

namespace Boternity.Skills.Wasmtime.Artifacts;

/// <summary>
/// Whether a group is a user's own. Many systems give each user a group, and a umask with which that group can write to
/// what the user makes; such a directory is still the user's alone.
/// </summary>
internal static class UserGroups
{
    private const int MaxBytes = 4 << 20;

    /// <summary>
    /// Whether nobody is in a group but a user, and root: it is root's, or it is the user's first group, and by the
    /// system's files nobody else is in it. What those files do not say counts as another's.
    /// </summary>
    public static bool IsOwn(uint group, uint user) =>
        group == 0 || IsOwn(group, user, Read("/etc/passwd"), Read("/etc/group"));

    /// <summary>As above.</summary>
    /// <param name="group">The group.</param>
    /// <param name="user">The user.</param>
    /// <param name="users">Users, as in <c>passwd</c>(5).</param>
    /// <param name="groups">Groups, as in <c>group</c>(5).</param>
    internal static bool IsOwn(uint group, uint user, string users, string groups)
    {
        string groupNumber = group.ToString(CultureInfo.InvariantCulture);
        string userNumber = user.ToString(CultureInfo.InvariantCulture);

        // name:password:user:group:…, and name:password:group:members.
        string[][] inIt = [.. Lines(users, 4).Where(line => line[3] == groupNumber)];
        string[][] said = [.. Lines(groups, 4).Where(line => line[2] == groupNumber)];
        return inIt.Length > 0
            && said.Length > 0
            && inIt.All(line => line[2] == userNumber)
            && said.All(line => line[3]
                .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .All(member => member == "root" || inIt.Any(own => own[0] == member)));
    }

    private static IEnumerable<string[]> Lines(string file, int count) =>
        file.Split('\n').Select(static line => line.TrimEnd('\r').Split(':')).Where(line => line.Length >= count);

    private static string Read(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: <= MaxBytes } ? File.ReadAllText(path) : "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Who is in a group is not known then.
            return "";
        }
    }
}
