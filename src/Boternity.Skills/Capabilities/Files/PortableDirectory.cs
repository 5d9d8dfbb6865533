using Boternity.Skills.Wasm.Guests;
using Microsoft.Win32.SafeHandles;

namespace Boternity.Skills.Capabilities.Files;

/// <summary>
/// A directory where the platform has no calls relative to open directories that .NET can make (Windows, macOS). Every
/// part of a path is checked for links and other reparse points; a file that was opened is asked for its real path
/// before a byte of it is read or written.
/// </summary>
/// <remarks>
/// What is left: another process that may write in the granted directory can swap a directory for a link between the
/// check and the making or removing of an <em>entry</em>, and a file for a pipe before it is opened. A skill cannot: it
/// has no way to make links or pipes. docs/security.md says so.
/// </remarks>
internal sealed class PortableDirectory : ConfinedDirectory
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

    public override ConfinedDirectory OpenDirectory(IReadOnlyList<string> path)
    {
        RequireDirectory(Resolve(path));
        return new PortableDirectory(_root, [.. _below, .. path]);
    }

    public override ConfinedFile OpenFile(IReadOnlyList<string> path, GuestOpenFlags open, out bool wasCreated)
    {
        string full = Resolve(path);
        GuestFileKind? kind = KindOf(full);
        if (kind is not (null or GuestFileKind.RegularFile))
        {
            throw new GuestFileException(kind switch
            {
                GuestFileKind.SymbolicLink => GuestFileError.Link,
                GuestFileKind.Directory => GuestFileError.IsDirectory,
                _ => GuestFileError.NotRegular,
            });
        }

        if (kind is not null && open.HasFlag(GuestOpenFlags.Create | GuestOpenFlags.Exclusive))
        {
            throw new GuestFileException(GuestFileError.Exists);
        }

        wasCreated = kind is null && open.HasFlag(GuestOpenFlags.Create);
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
                throw new GuestFileException(GuestFileError.Link);
            }

            var file = new ConfinedFile(handle, Describe);
            if (open.HasFlag(GuestOpenFlags.Truncate))
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

    public override GuestFileInfo GetInfo(IReadOnlyList<string> path)
    {
        string full = Resolve(path);
        GuestFileKind kind = KindOf(full) ?? throw new GuestFileException(GuestFileError.NotFound);
        return Attempt((full, kind), static state =>
        {
            var info = new FileInfo(state.full);
            return new GuestFileInfo
            {
                Kind = state.kind,
                Size = state.kind == GuestFileKind.RegularFile ? info.Length : 0,
                Accessed = info.LastAccessTimeUtc,
                Modified = info.LastWriteTimeUtc,
                Changed = info.LastWriteTimeUtc,
            };
        });
    }

    public override IEnumerable<GuestDirectoryEntry> List()
    {
        string full = Resolve([]);
        foreach (string name in ListNames(full))
        {
            // What is listed under a link that was swapped in is not handed out.
            RequireDirectory(Resolve([]));
            GuestFileKind kind = KindOf(Path.Combine(full, name)) ?? GuestFileKind.Unknown;
            yield return new GuestDirectoryEntry { Name = name, Kind = kind };
        }

        RequireDirectory(Resolve([]));
    }

    public override void CreateDirectory(IReadOnlyList<string> path)
    {
        string full = Resolve(path);
        if (KindOf(full) is not null)
        {
            throw new GuestFileException(GuestFileError.Exists);
        }

        Attempt(full, Directory.CreateDirectory);
    }

    public override void RemoveDirectory(IReadOnlyList<string> path)
    {
        string full = Resolve(path);
        RequireDirectory(full);
        if (Attempt(full, static full => Directory.EnumerateFileSystemEntries(full).Any()))
        {
            throw new GuestFileException(GuestFileError.NotEmpty);
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
        GuestFileKind kind = KindOf(full) ?? throw new GuestFileException(GuestFileError.NotFound);
        if (kind == GuestFileKind.Directory)
        {
            throw new GuestFileException(GuestFileError.IsDirectory);
        }

        Attempt(full, static full =>
        {
            File.Delete(full);
            return true;
        });
    }

    public override void Rename(IReadOnlyList<string> path, ConfinedDirectory target, IReadOnlyList<string> targetPath)
    {
        string from = Resolve(path);
        string to = ((PortableDirectory)target).Resolve(targetPath);
        GuestFileKind kind = KindOf(from) ?? throw new GuestFileException(GuestFileError.NotFound);
        GuestFileKind? existing = KindOf(to);
        if (kind == GuestFileKind.Directory)
        {
            if (existing is not null)
            {
                throw new GuestFileException(
                    existing == GuestFileKind.Directory ? GuestFileError.NotEmpty : GuestFileError.NotDirectory);
            }

            Attempt((from, to), static paths =>
            {
                Directory.Move(paths.from, paths.to);
                return true;
            });
            return;
        }

        if (existing == GuestFileKind.Directory)
        {
            throw new GuestFileException(GuestFileError.IsDirectory);
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

    protected override UnixFileMode? FindMode(IReadOnlyList<string> path)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        string full = Resolve(path);
        return KindOf(full) == GuestFileKind.RegularFile
            ? Attempt(full, static full => new FileInfo(full).UnixFileMode)
            : null;
    }

    protected override ConfinedFile CreateFile(IReadOnlyList<string> path, bool isPrivate)
    {
        if (isPrivate && !OperatingSystem.IsWindows())
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = OwnerOnly,
            };
            using FileStream created = Attempt(
                (Resolve(path), options), static state => new FileStream(state.Item1, state.options));
        }
        else
        {
            using ConfinedFile created = OpenFile(
                path, GuestOpenFlags.Write | GuestOpenFlags.Create | GuestOpenFlags.Exclusive, out _);
        }

        return OpenFile(path, GuestOpenFlags.Write, out _);
    }

    protected override void Dispose(bool disposing)
    {
    }

    private static FileAccess AccessOf(GuestOpenFlags open) =>
        (open & (GuestOpenFlags.Read | GuestOpenFlags.Write)) switch
        {
            GuestOpenFlags.Read => FileAccess.Read,
            GuestOpenFlags.Write => FileAccess.Write,
            _ => FileAccess.ReadWrite,
        };

    private static GuestFileInfo Describe(SafeFileHandle handle)
    {
        DateTime modified = File.GetLastWriteTimeUtc(handle);
        return new GuestFileInfo
        {
            Kind = GuestFileKind.RegularFile,
            Size = RandomAccess.GetLength(handle),
            Accessed = File.GetLastAccessTimeUtc(handle),
            Modified = modified,
            Changed = modified,
        };
    }

    private static GuestFileKind? KindOf(string full) => Attempt<string, GuestFileKind?>(full, static full =>
    {
        FileAttributes attributes = new FileInfo(full).Attributes;
        return attributes switch
        {
            (FileAttributes)(-1) => null,
            _ when attributes.HasFlag(FileAttributes.ReparsePoint) => GuestFileKind.SymbolicLink,
            _ when attributes.HasFlag(FileAttributes.Directory) => GuestFileKind.Directory,
            _ when attributes.HasFlag(FileAttributes.Device) => GuestFileKind.Unknown,
            _ => KindOfPlain(full),
        };
    });

    // .NET tells a link and a directory from the rest, but takes pipes, sockets and devices of Unix for files.
    private static GuestFileKind? KindOfPlain(string full)
    {
        if (OperatingSystem.IsMacOS())
        {
            return MacNative.FindKind(full);
        }

        if (OperatingSystem.IsLinux())
        {
            return LinuxNative.TryStatPath(full, out LinuxStatx entry) ? entry.Kind : null;
        }

        return GuestFileKind.RegularFile;
    }

    private static void RequireDirectory(string full)
    {
        switch (KindOf(full))
        {
            case GuestFileKind.Directory:
                return;
            case GuestFileKind.SymbolicLink:
                throw new GuestFileException(GuestFileError.Link);
            case null:
                throw new GuestFileException(GuestFileError.NotFound);
            default:
                throw new GuestFileException(GuestFileError.NotDirectory);
        }
    }

    private static TResult Attempt<TState, TResult>(TState state, Func<TState, TResult> action)
    {
        try
        {
            return action(state);
        }
        catch (Exception e) when (ConfinedDirectoryErrors.Translate(e) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>
    /// The full path of an entry whose parents are all plain directories. The entry itself is not looked at.
    /// </summary>
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
