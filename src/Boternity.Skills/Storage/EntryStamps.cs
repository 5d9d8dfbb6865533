using System.IO.Abstractions;

namespace Boternity.Skills.Storage;

/// <summary>
/// Sizes and times of everything in an entry, taken before its content was read and found right: while they stay,
/// nobody wrote to a file, and nobody made, removed or renamed one (that changes the time of its directory).
/// </summary>
internal sealed class EntryStamps
{
    /// <summary>
    /// A file that is changed twice within one tick of the file system's clock keeps its time. So stamps that are
    /// younger than this when the content is read are not relied on.
    /// </summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Looking at a file takes some microseconds, and an execution shall not pay more than a few dozen. So a skill of
    /// many files is looked at as a whole once in this time; in between, its program, its SKILL.md, its record and its
    /// directories are.
    /// </summary>
    private static readonly TimeSpan WholeEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>The most stamps that are compared every time.</summary>
    private const int Few = 14;

    private readonly Stamp[] _stamps;
    private readonly IFileSystem _fileSystem;
    private readonly int _core;
    private readonly TimeProvider _time;
    private long _wholeAt;

    // What looks at the files, kept between two looks; null while somebody looks.
    private IFileInfo[]? _files;

    private EntryStamps(string contentDigest, Stamp[] stamps, IFileSystem fileSystem, int core, TimeProvider time)
    {
        ContentDigest = contentDigest;
        _stamps = stamps;
        _fileSystem = fileSystem;
        _core = core;
        _time = time;
        _wholeAt = time.GetTimestamp();
    }

    public string ContentDigest { get; }

    /// <summary>Takes the stamps of an entry; null while they are too young, or when something is missing.</summary>
    public static EntryStamps? Take(InstalledSkill skill, StoreDisk disk, StoreLayout layout, TimeProvider time)
    {
        DateTime now = DateTime.UtcNow;
        string[] core =
        [
            "",
            SkillPackage.ManifestFileName,
            .. skill.Files.SelectMany(file => DirectoriesAbove(file.Path)).Distinct(StringComparer.Ordinal),
        ];
        if (skill.WasmKind is not null)
        {
            core = [.. core, SkillPackage.WasmFileName];
        }

        string[] paths =
        [
            layout.MetadataPath(disk.FileSystem.Path.GetDirectoryName(skill.RootPath)!),
            .. core.Concat(skill.Files.Select(file => file.Path))
                .Distinct(StringComparer.Ordinal)
                .Select(path => layout.FilePath(skill.RootPath, path)),
        ];
        var stamps = new Stamp[paths.Length];
        for (int i = 0; i < paths.Length; i++)
        {
            Stamp? stamp = Stamp.Of(disk.FileSystem.FileInfo.New(paths[i]));
            if (stamp is not { } known || now - known.Written < Settled)
            {
                return null;
            }

            stamps[i] = known;
        }

        return new EntryStamps(skill.ContentDigest, stamps, disk.FileSystem, core.Length + 1, time);
    }

    public bool AreUnchanged()
    {
        IFileInfo[] files = Interlocked.Exchange(ref _files, null)
            ?? Array.ConvertAll(_stamps, stamp => _fileSystem.FileInfo.New(stamp.Path));
        bool unchanged = AreUnchanged(files);
        Volatile.Write(ref _files, files);
        return unchanged;
    }

    private bool AreUnchanged(IFileInfo[] files)
    {
        bool whole = _stamps.Length <= Few || _time.GetElapsedTime(Volatile.Read(ref _wholeAt)) >= WholeEvery;
        long started = whole ? _time.GetTimestamp() : 0;
        int count = whole ? _stamps.Length : _core;
        for (int i = 0; i < count; i++)
        {
            files[i].Refresh();
            if (Stamp.Of(files[i]) is not { } stamp || !stamp.IsSameAs(_stamps[i]))
            {
                return false;
            }
        }

        if (whole)
        {
            Volatile.Write(ref _wholeAt, started);
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
        public static Stamp? Of(IFileInfo file)
        {
            FileAttributes attributes = file.Attributes;
            if (attributes == (FileAttributes)(-1))
            {
                return null;
            }

            long length = (attributes & FileAttributes.Directory) == 0 ? file.Length : 0;
            return new Stamp(file.FullName, attributes, length, file.LastWriteTimeUtc);
        }

        public bool IsSameAs(Stamp other) =>
            Attributes == other.Attributes && Length == other.Length && Written == other.Written;
    }
}
