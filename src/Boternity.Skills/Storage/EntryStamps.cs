using System.IO.Abstractions;

namespace Boternity.Skills.Storage;

/// <summary>
/// Sizes and times of everything in an entry, taken before its content was read and found right: while they stay, nobody wrote to a
/// file, and nobody made, removed or renamed one (that changes the time of its directory).
/// </summary>
internal sealed class EntryStamps
{
    /// <summary>
    /// A file that is changed twice within one tick of the file system's clock keeps its time. So stamps that are younger than this
    /// when the content is read are not relied on.
    /// </summary>
    private static readonly TimeSpan s_settled = TimeSpan.FromMilliseconds(50);

    private readonly Stamp[] _stamps;

    private EntryStamps(string contentDigest, Stamp[] stamps)
    {
        ContentDigest = contentDigest;
        _stamps = stamps;
    }

    public string ContentDigest { get; }

    /// <summary>Takes the stamps of an entry; null while they are too young, or when something is missing.</summary>
    public static EntryStamps? Take(InstalledSkill skill, StoreDisk disk, StoreLayout layout)
    {
        DateTime now = DateTime.UtcNow;
        IEnumerable<string> directories = skill.Files
            .SelectMany(file => DirectoriesAbove(file.Path))
            .Distinct(StringComparer.Ordinal)
            .Select(path => layout.FilePath(skill.RootPath, path));
        string[] paths =
        [
            skill.RootPath,
            layout.FilePath(skill.RootPath, StoreLayout.MetadataFileName),
            .. skill.Files.Select(file => layout.FilePath(skill.RootPath, file.Path)),
            .. directories,
        ];
        var stamps = new Stamp[paths.Length];
        for (int i = 0; i < paths.Length; i++)
        {
            Stamp? stamp = Stamp.Of(paths[i], disk.FileSystem);
            if (stamp is not { } known || now - known.Written < s_settled)
            {
                return null;
            }

            stamps[i] = known;
        }

        return new EntryStamps(skill.ContentDigest, stamps);
    }

    public bool AreUnchanged(IFileSystem fileSystem)
    {
        foreach (Stamp stamp in _stamps)
        {
            if (Stamp.Of(stamp.Path, fileSystem) != stamp)
            {
                return false;
            }
        }

        return true;
    }

    private static IEnumerable<string> DirectoriesAbove(string path)
    {
        for (int slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
        {
            yield return path[..slash];
        }
    }

    private readonly record struct Stamp(string Path, FileAttributes Attributes, long Length, DateTime Written)
    {
        public static Stamp? Of(string path, IFileSystem fileSystem)
        {
            IFileInfo info = fileSystem.FileInfo.FromFileName(path);
            FileAttributes attributes = info.Attributes;
            if (attributes == (FileAttributes)(-1))
            {
                return null;
            }

            long length = (attributes & FileAttributes.Directory) == 0 ? info.Length : 0;
            return new Stamp(path, attributes, length, info.LastWriteTimeUtc);
        }
    }
}
