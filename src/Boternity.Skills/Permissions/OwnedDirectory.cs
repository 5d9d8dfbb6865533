using System.IO.Abstractions;
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
    public static void Create(string path) => Create(new FileSystem(), path);

    /// <inheritdoc cref="Create(string)"/>
    public static void Create(IFileSystem fileSystem, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            fileSystem.Directory.CreateDirectory(path);
            return;
        }

        // The base library gives the mode to the last directory alone.
        if (fileSystem.Path.GetDirectoryName(path) is { Length: > 0 } above && !fileSystem.Directory.Exists(above))
        {
            Create(fileSystem, above);
        }

        fileSystem.Directory.CreateDirectory(path, DirectoryMode);
    }

    /// <summary>How a file is made that was not there, for the owner alone.</summary>
    public static FileStreamOptions NewFile(FileAccess access, int bufferSize, FileOptions options = FileOptions.None)
    {
        var made = new FileStreamOptions
        {
            Mode = System.IO.FileMode.CreateNew,
            Access = access,
            Share = FileShare.None,
            BufferSize = bufferSize,
            Options = options,
        };
        if (!OperatingSystem.IsWindows())
        {
            made.UnixCreateMode = FileMode;
        }

        return made;
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
