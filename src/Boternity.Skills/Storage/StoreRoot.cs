using System.IO.Abstractions;
using System.Runtime.Versioning;
using Boternity.Skills.Permissions;

namespace Boternity.Skills.Storage;

/// <summary>
/// The root of a store: whoever can write there can install what they like and grant it what they like. So it is made
/// for its owner alone, and one that another user owns or can write is refused.
/// </summary>
internal static class StoreRoot
{
    /// <summary>Makes the root where there is none, and checks it.</summary>
    /// <exception cref="SkillStoreException">Another user owns it or can write it
    /// (<see cref="SkillErrorCodes.StoreUnsafe"/>).</exception>
    public static void Prepare(StoreDisk disk, StoreLayout layout)
    {
        disk.CreateDirectory(layout.Root);
        Check(disk.FileSystem, layout);
        if (!OperatingSystem.IsWindows() && disk.FileSystem is FileSystem)
        {
            CloseLockFile(layout.LockFile);
        }
    }

    /// <summary>Checks a root that may not be there yet.</summary>
    /// <exception cref="SkillStoreException">Another user owns it or can write it
    /// (<see cref="SkillErrorCodes.StoreUnsafe"/>).</exception>
    public static void Check(IFileSystem fileSystem, StoreLayout layout)
    {
        // Another file system than the real one has no such path.
        if (fileSystem is FileSystem && OwnedDirectory.FindProblem(layout.Root) is { } problem)
        {
            throw new SkillStoreException(
                SkillErrorCodes.StoreUnsafe,
                null,
                $"The store at '{layout.Root}' is not used: {problem}. Whoever can write there could change what is "
                    + $"installed and granted.");
        }
    }

    // Whoever can open the file can hold its lock, by reading alone.
    [UnsupportedOSPlatform("windows")]
    private static void CloseLockFile(string path)
    {
        if (File.Exists(path) && File.GetUnixFileMode(path) != OwnedDirectory.FileMode)
        {
            File.SetUnixFileMode(path, OwnedDirectory.FileMode);
        }
    }
}
