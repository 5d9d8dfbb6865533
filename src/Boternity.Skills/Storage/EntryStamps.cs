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
    private readonly int _core;
    private readonly TimeProvider _time;
    private long _wholeAt;

    private EntryStamps(string contentDigest, Stamp[] stamps, int core, TimeProvider time)
    {
        ContentDigest = contentDigest;
        _stamps = stamps;
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
            Stamp? stamp = Stamp.Of(paths[i], disk.FileSystem);
            if (stamp is not { } known || now - known.Written < Settled)
            {
                return null;
            }

            stamps[i] = known;
        }

        return new EntryStamps(skill.ContentDigest, stamps, core.Length + 1, time);
    }

    public bool AreUnchanged(IFileSystem fileSystem)
    {
        bool whole = _stamps.Length <= Few || _time.GetElapsedTime(Volatile.Read(ref _wholeAt)) >= WholeEvery;
        long started = whole ? _time.GetTimestamp() : 0;
        foreach (Stamp stamp in _stamps.AsSpan(0, whole ? _stamps.Length : _core))
        {
            if (Stamp.Of(stamp.Path, fileSystem) != stamp)
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
        public static Stamp? Of(string path, IFileSystem fileSystem)
        {
            IFileInfo info = fileSystem.FileInfo.New(path);
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
