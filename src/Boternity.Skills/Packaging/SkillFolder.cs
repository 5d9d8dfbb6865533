using System.IO.Abstractions;

namespace Boternity.Skills.Packaging;

/// <summary>Reads a skill's folder from disk. Links are refused; <c>.git</c> is left out.</summary>
internal static class SkillFolder
{
    // A folder, or in a worktree a file.
    private const string Git = ".git";

    public static async Task<SkillPackage> ReadAsync(
        IFileSystem fileSystem,
        string directory,
        SkillSource source,
        SkillPackageLimits limits,
        CancellationToken cancellationToken,
        Action<long>? onRead = null)
    {
        var builder = new SkillPackageBuilder(limits);
        var pending = new Stack<(string Directory, string Path)>([(directory, "")]);
        int folders = 0;
        while (pending.TryPop(out (string Directory, string Path) folder))
        {
            foreach (IFileSystemInfo item in fileSystem.DirectoryInfo.New(folder.Directory).EnumerateFileSystemInfos())
            {
                cancellationToken.ThrowIfCancellationRequested();
                string path = folder.Path + item.Name;
                if (item.Name == Git)
                {
                    continue;
                }

                if (IsLink(item))
                {
                    PackageErrors.ThrowKind(path, "a symbolic link");
                }

                if (item is IFileInfo file)
                {
                    await AddAsync(fileSystem, builder, file, path, cancellationToken).ConfigureAwait(false);
                    onRead?.Invoke(file.Length);
                }
                else
                {
                    // A path of a folder counts too: folders without files may be many, and deep.
                    SkillPath.ThrowIfInvalid(path);
                    if (++folders > limits.MaxFiles)
                    {
                        PackageErrors.ThrowFiles(path, limits.MaxFiles);
                    }

                    pending.Push((item.FullName, path + "/"));
                }
            }
        }

        return builder.Build(source);
    }

    /// <summary>
    /// The bytes of a folder's files; null where there are more files or folders than the limits allow, which
    /// reading it says.
    /// </summary>
    public static long? Measure(IFileSystem fileSystem, string directory, SkillPackageLimits limits)
    {
        long bytes = 0;
        int left = limits.MaxFiles;
        var pending = new Stack<string>([directory]);
        while (pending.TryPop(out string? folder))
        {
            foreach (IFileSystemInfo item in fileSystem.DirectoryInfo.New(folder).EnumerateFileSystemInfos())
            {
                if (item.Name == Git || IsLink(item))
                {
                    continue;
                }

                if (--left < 0)
                {
                    return null;
                }

                if (item is IFileInfo file)
                {
                    bytes += file.Length;
                }
                else
                {
                    pending.Push(item.FullName);
                }
            }
        }

        return bytes;
    }

    /// <summary>Whether it is a symbolic link or a junction, which are never followed.</summary>
    public static bool IsLink(IFileSystemInfo item) =>
        // Files that a cloud service keeps are reparse points too, but lead nowhere.
        (item.Attributes & FileAttributes.ReparsePoint) != 0 && item.LinkTarget is not null;

    private static async ValueTask AddAsync(
        IFileSystem fileSystem,
        SkillPackageBuilder builder,
        IFileInfo file,
        string path,
        CancellationToken cancellationToken)
    {
        // A pipe or a device has length 0, and opening one could wait for ever; so what has no length is not opened.
        Stream content = file.Length == 0
            ? Stream.Null
            : fileSystem.FileStream.New(
                file.FullName,
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read | FileShare.Delete,
                1,
                FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (content.ConfigureAwait(false))
        {
            bool isExecutable = FileModes.IsExecutable(fileSystem, file.FullName);
            await builder.AddAsync(path, content, isExecutable, file.Length, cancellationToken).ConfigureAwait(false);
        }
    }
}
