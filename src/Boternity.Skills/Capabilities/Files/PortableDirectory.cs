using Microsoft.Win32.SafeHandles;

namespace Boternity.Skills.Capabilities.Files;

/// <summary>
/// A directory where the platform has no calls relative to open directories that .NET can make (Windows, macOS). Every part of a path is
/// checked for links and other reparse points; a file that was opened is asked for its real path before a byte of it is read or written.
/// </summary>
/// <remarks>
/// What is left: another process that may write in the granted directory can swap a directory for a link between the check and the making
/// or removing of an <em>entry</em>. A skill cannot: it has no way to make links. docs/security.md says so.
/// </remarks>
internal sealed class PortableDirectory : SandboxDirectory
{
    private static readonly StringComparison PathComparison =
        OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    private readonly string _root;
    private readonly IReadOnlyList<string> _below;

    private PortableDirectory(string root, IReadOnlyList<string> below)
    {
        _root = root;
        _below = below;
    }

    public static PortableDirectory OpenRoot(string hostPath) => new(RealPath.OfDirectory(hostPath), []);

    public override SandboxDirectory OpenDirectory(IReadOnlyList<string> path)
    {
        RequireDirectory(Resolve(path));
        return new PortableDirectory(_root, [.. _below, .. path]);
    }

    public override SandboxFile OpenFile(IReadOnlyList<string> path, SandboxOpen open, out bool wasCreated)
    {
        string full = Resolve(path);
        SandboxEntryKind? kind = KindOf(full);
        if (kind is not (null or SandboxEntryKind.File))
        {
            throw new SandboxException(kind switch
            {
                SandboxEntryKind.Link => SandboxError.Link,
                SandboxEntryKind.Directory => SandboxError.IsDirectory,
                _ => SandboxError.NotRegular,
            });
        }

        if (kind is not null && open.HasFlag(SandboxOpen.Create | SandboxOpen.Exclusive))
        {
            throw new SandboxException(SandboxError.Exists);
        }

        wasCreated = kind is null && open.HasFlag(SandboxOpen.Create);
        SafeFileHandle handle = Attempt(
            (full, open, wasCreated),
            static state => File.OpenHandle(
                state.full,
                state.wasCreated ? FileMode.CreateNew : FileMode.Open,
                AccessOf(state.open),
                FileShare.ReadWrite | FileShare.Delete));
        try
        {
            if (!string.Equals(RealPath.Of(handle), full, PathComparison))
            {
                throw new SandboxException(SandboxError.Link);
            }

            var file = new SandboxFile(handle, Describe);
            if (open.HasFlag(SandboxOpen.Truncate))
            {
                file.SetLength(0);
            }

            return file;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public override SandboxEntry GetEntry(IReadOnlyList<string> path)
    {
        string full = Resolve(path);
        SandboxEntryKind kind = KindOf(full) ?? throw new SandboxException(SandboxError.NotFound);
        return Attempt((full, kind), static state =>
        {
            var info = new FileInfo(state.full);
            return new SandboxEntry(
                state.kind,
                state.kind == SandboxEntryKind.File ? info.Length : 0,
                1,
                info.LastAccessTimeUtc,
                info.LastWriteTimeUtc,
                info.LastWriteTimeUtc,
                0,
                0);
        });
    }

    public override IReadOnlyList<SandboxListing> List(int most)
    {
        string full = Resolve([]);
        RequireDirectory(full);
        List<SandboxListing> entries = Attempt((full, most), static state => Directory
            .EnumerateFileSystemEntries(state.full)
            .Take(state.most + 1)
            .Select(entry => new SandboxListing(Path.GetFileName(entry), KindOf(entry) ?? SandboxEntryKind.Other))
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .ToList());

        // What was listed under a link that was swapped in is not handed out.
        RequireDirectory(Resolve([]));
        return entries.Count <= most
            ? entries
            : throw new SandboxException(SandboxError.TooLarge, $"the directory has more than {most} entries");
    }

    public override void CreateDirectory(IReadOnlyList<string> path)
    {
        string full = Resolve(path);
        if (KindOf(full) is not null)
        {
            throw new SandboxException(SandboxError.Exists);
        }

        Attempt(full, Directory.CreateDirectory);
    }

    public override void RemoveDirectory(IReadOnlyList<string> path)
    {
        string full = Resolve(path);
        RequireDirectory(full);
        if (Attempt(full, static full => Directory.EnumerateFileSystemEntries(full).Any()))
        {
            throw new SandboxException(SandboxError.NotEmpty);
        }

        Attempt(full, static full =>
        {
            Directory.Delete(full);
            return true;
        });
    }

    public override void RemoveFile(IReadOnlyList<string> path)
    {
        string full = Resolve(path);
        SandboxEntryKind kind = KindOf(full) ?? throw new SandboxException(SandboxError.NotFound);
        if (kind == SandboxEntryKind.Directory)
        {
            throw new SandboxException(SandboxError.IsDirectory);
        }

        Attempt(full, static full =>
        {
            File.Delete(full);
            return true;
        });
    }

    public override void Rename(IReadOnlyList<string> path, SandboxDirectory target, IReadOnlyList<string> targetPath)
    {
        string from = Resolve(path);
        string to = ((PortableDirectory)target).Resolve(targetPath);
        SandboxEntryKind kind = KindOf(from) ?? throw new SandboxException(SandboxError.NotFound);
        SandboxEntryKind? existing = KindOf(to);
        if (kind == SandboxEntryKind.Directory)
        {
            if (existing is not null)
            {
                throw new SandboxException(existing == SandboxEntryKind.Directory ? SandboxError.NotEmpty : SandboxError.NotDirectory);
            }

            Attempt((from, to), static paths =>
            {
                Directory.Move(paths.from, paths.to);
                return true;
            });
            return;
        }

        if (existing == SandboxEntryKind.Directory)
        {
            throw new SandboxException(SandboxError.IsDirectory);
        }

        Attempt((from, to), static paths =>
        {
            File.Move(paths.from, paths.to, overwrite: true);
            return true;
        });
    }

    public override void Sync()
    {
        // .NET cannot flush a directory on these platforms; NTFS and APFS keep their directories whole by a journal.
    }

    protected override void Dispose(bool disposing)
    {
    }

    private static FileAccess AccessOf(SandboxOpen open) => (open & (SandboxOpen.Read | SandboxOpen.Write)) switch
    {
        SandboxOpen.Read => FileAccess.Read,
        SandboxOpen.Write => FileAccess.Write,
        _ => FileAccess.ReadWrite,
    };

    private static SandboxEntry Describe(SafeFileHandle handle)
    {
        DateTime modified = File.GetLastWriteTimeUtc(handle);
        return new SandboxEntry(
            SandboxEntryKind.File, RandomAccess.GetLength(handle), 1, File.GetLastAccessTimeUtc(handle), modified, modified, 0, 0);
    }

    private static SandboxEntryKind? KindOf(string full) => Attempt<string, SandboxEntryKind?>(full, static full =>
    {
        FileAttributes attributes = new FileInfo(full).Attributes;
        return attributes switch
        {
            (FileAttributes)(-1) => null,
            _ when attributes.HasFlag(FileAttributes.ReparsePoint) => SandboxEntryKind.Link,
            _ when attributes.HasFlag(FileAttributes.Directory) => SandboxEntryKind.Directory,
            _ when attributes.HasFlag(FileAttributes.Device) => SandboxEntryKind.Other,
            _ => SandboxEntryKind.File,
        };
    });

    private static void RequireDirectory(string full)
    {
        switch (KindOf(full))
        {
            case SandboxEntryKind.Directory:
                return;
            case SandboxEntryKind.Link:
                throw new SandboxException(SandboxError.Link);
            case null:
                throw new SandboxException(SandboxError.NotFound);
            default:
                throw new SandboxException(SandboxError.NotDirectory);
        }
    }

    private static TResult Attempt<TState, TResult>(TState state, Func<TState, TResult> action)
    {
        try
        {
            return action(state);
        }
        catch (Exception e) when (SandboxFailure.Translate(e) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>The full path of an entry whose parents are all plain directories. The entry itself is not looked at.</summary>
    private string Resolve(IReadOnlyList<string> path)
    {
        string current = _root;
        string[] names = [.. _below, .. path];
        for (int i = 0; i < names.Length; i++)
        {
            RequireDirectory(current);
            current = Path.Combine(current, names[i]);
        }

        return current;
    }
}
