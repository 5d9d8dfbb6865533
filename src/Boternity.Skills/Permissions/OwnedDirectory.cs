using System.Runtime.Versioning;

namespace Boternity.Skills.Permissions;

/// <summary>
/// Directories that are one user's alone. Windows has no modes; there, the user's profile keeps others out.
/// </summary>
internal static class OwnedDirectory
{
    public const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    public const UnixFileMode DirectoryMode = FileMode | UnixFileMode.UserExecute;

    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>
    /// Makes a directory and those above it, for the owner alone; leaves those that are there as they are.
    /// </summary>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        // The base library gives the mode to the last directory alone.
        if (Path.GetDirectoryName(path) is { Length: > 0 } above && !Directory.Exists(above))
        {
            Create(above);
        }

        Directory.CreateDirectory(path, DirectoryMode);
    }

    /// <summary>
    /// Who else may write in a directory, as sshd asks of its keys' directories; null for nobody, and where there
    /// is none.
    /// </summary>
    public static string? FindProblem(string path) =>
        OperatingSystem.IsWindows() || !Directory.Exists(path) ? null : FindUnixProblem(path);

    [UnsupportedOSPlatform("windows")]
    private static string? FindUnixProblem(string path)
    {
        if (UnixOwner.IsAnother(path))
        {
            return "another user owns it";
        }

        UnixFileMode mode = File.GetUnixFileMode(path);
        return (mode & OthersWrite) != 0 ? $"other users can write it (mode {Convert.ToString((int)mode, 8)})" : null;
    }
}
