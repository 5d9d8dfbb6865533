using System.IO.Abstractions;

namespace Boternity.Skills.Packaging;

/// <summary>
/// The executable bit, which System.IO.Abstractions does not know. Other file systems than the real one have none.
/// </summary>
internal static class FileModes
{
    private const UnixFileMode Execute =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Whether the owner may execute a file; false where the system has no such bit.</summary>
    public static bool IsExecutable(IFileSystem fileSystem, string path) =>
        !OperatingSystem.IsWindows()
            && fileSystem is FileSystem
            && (File.GetUnixFileMode(path) & UnixFileMode.UserExecute) != 0;

    /// <summary>
    /// Lets a file be executed by those who may read it; does nothing where the system has no such bit.
    /// </summary>
    public static void MakeExecutable(IFileSystem fileSystem, string path)
    {
        if (!OperatingSystem.IsWindows() && fileSystem is FileSystem)
        {
            UnixFileMode mode = File.GetUnixFileMode(path);
            UnixFileMode readers = mode & (UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            File.SetUnixFileMode(path, mode | ((UnixFileMode)((int)readers >> 2) & Execute));
        }
    }
}
