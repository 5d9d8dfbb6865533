using Boternity.Skills.Capabilities.Files;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Scripts;

/// <summary>A directory of a <see cref="FixedTree"/>, open for a guest. Every change is refused.</summary>
/// <param name="tree">The directory.</param>
/// <param name="device">Tells its tree from the other trees of a run.</param>
/// <param name="quota">Counts what is open.</param>
internal sealed class FixedDirectory(FixedTree tree, ulong device, FileQuota quota) : IGuestDirectory
{
    public bool CanWrite => false;

    public IGuestDirectory OpenDirectory(string path)
    {
        (FixedTree? directory, FixedFile? file) = Find(path);
        return directory is not null ? new FixedDirectory(directory, device, quota)
            : throw new GuestFileException(file is null ? GuestFileError.NotFound : GuestFileError.NotDirectory);
    }

    public IGuestFile OpenFile(string path, GuestOpenFlags flags)
    {
        (FixedTree? directory, FixedFile? file) = Find(path);
        if (directory is not null)
        {
            throw new GuestFileException(GuestFileError.IsDirectory);
        }

        if ((flags & (GuestOpenFlags.Write | GuestOpenFlags.Truncate)) != 0
            || (file is null && flags.HasFlag(GuestOpenFlags.Create)))
        {
            throw new GuestFileException(GuestFileError.ReadOnly);
        }

        if (file is null)
        {
            throw new GuestFileException(GuestFileError.NotFound);
        }

        return flags.HasFlag(GuestOpenFlags.Exclusive) && flags.HasFlag(GuestOpenFlags.Create)
            ? throw new GuestFileException(GuestFileError.Exists)
            : OpenCounted(file);
    }

    public GuestFileInfo GetInfo(string path)
    {
        (FixedTree? directory, FixedFile? file) = Find(path);
        return directory is not null ? InfoOf(GuestFileKind.Directory, 0, directory.Node, device)
            : file is not null ? InfoOf(GuestFileKind.RegularFile, file.Length, file.Node, device)
            : throw new GuestFileException(GuestFileError.NotFound);
    }

    public IEnumerable<GuestDirectoryEntry> List() =>
    [
        .. tree.Directories.Keys.Select(
            static name => new GuestDirectoryEntry { Name = name, Kind = GuestFileKind.Directory }),
        .. tree.Files.Keys.Select(
            static name => new GuestDirectoryEntry { Name = name, Kind = GuestFileKind.RegularFile }),
    ];

    public void CreateDirectory(string path)
    {
        (FixedTree? directory, FixedFile? file) = Find(path);
        throw new GuestFileException(
            directory is null && file is null ? GuestFileError.ReadOnly : GuestFileError.Exists);
    }

    public void RemoveDirectory(string path) => throw new GuestFileException(GuestFileError.ReadOnly);

    public void RemoveFile(string path) => throw new GuestFileException(GuestFileError.ReadOnly);

    public void Rename(string path, IGuestDirectory target, string targetPath) =>
        throw new GuestFileException(target is FixedDirectory ? GuestFileError.ReadOnly : GuestFileError.CrossDevice);

    public void Sync()
    {
        // Nothing is ever written.
    }

    public void Dispose()
    {
        // The tree is everybody's.
    }

    internal static GuestFileInfo InfoOf(GuestFileKind kind, long size, ulong node, ulong device) => new()
    {
        Kind = kind,
        Size = size,
        Accessed = DateTimeOffset.UnixEpoch,
        Modified = DateTimeOffset.UnixEpoch,
        Changed = DateTimeOffset.UnixEpoch,
        Device = device,
        Node = node,
    };

    private OpenFixedFile OpenCounted(FixedFile file)
    {
        quota.Open();
        try
        {
            return new OpenFixedFile(file, device, quota);
        }
        catch
        {
            quota.Close();
            throw;
        }
    }

    // At most one of the two. A path leads nowhere above the directory (POSIX, section 4.16, "Pathname Resolution",
    // within one root).
    private (FixedTree? Directory, FixedFile? File) Find(string path)
    {
        if (path.Length > ConfinedPath.MaxBytes)
        {
            throw new GuestFileException(GuestFileError.NameTooLong);
        }

        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
        {
            throw new GuestFileException(path.Length == 0 ? GuestFileError.NotFound : GuestFileError.Invalid);
        }

        if (path[0] == '/')
        {
            throw new GuestFileException(GuestFileError.NotPermitted);
        }

        var above = new Stack<FixedTree>();
        FixedTree current = tree;
        FixedFile? file = null;
        string[] names = path.Split('/');
        for (int i = 0; i < names.Length; i++)
        {
            string name = names[i];
            if (file is not null)
            {
                // A slash after a file's name says that it is a directory.
                throw new GuestFileException(GuestFileError.NotDirectory);
            }

            if (name is "" or ".")
            {
                continue;
            }

            if (name == "..")
            {
                current = above.Count > 0 ? above.Pop() : throw new GuestFileException(GuestFileError.NotPermitted);
            }
            else if (current.Directories.TryGetValue(name, out FixedTree? below))
            {
                above.Push(current);
                current = below;
            }
            else if (!current.Files.TryGetValue(name, out file))
            {
                return names[(i + 1)..].All(static rest => rest is "" or ".")
                    ? (null, null)
                    : throw new GuestFileException(GuestFileError.NotFound);
            }
        }

        return file is null ? (current, null) : (null, file);
    }
}

/// <summary>An open file of a <see cref="FixedTree"/>.</summary>
internal sealed class OpenFixedFile(FixedFile file, ulong device, FileQuota quota) : IGuestFile
{
    private readonly IFixedContent _content = file.Open();
    private bool _isDisposed;

    public bool CanRead => true;

    public bool CanWrite => false;

    public long Length => file.Length;

    public GuestFileInfo GetInfo() => FixedDirectory.InfoOf(GuestFileKind.RegularFile, file.Length, file.Node, device);

    public int Read(long offset, Span<byte> buffer) =>
        offset >= file.Length ? 0
        : _content.Read(offset, buffer[..(int)Math.Min(buffer.Length, file.Length - offset)]);

    public void Write(long offset, ReadOnlySpan<byte> bytes) =>
        throw new GuestFileException(GuestFileError.BadDescriptor);

    public void SetLength(long length) => throw new GuestFileException(GuestFileError.BadDescriptor);

    public void SetTimes(DateTimeOffset? accessed, DateTimeOffset? modified) =>
        throw new GuestFileException(GuestFileError.ReadOnly);

    public void Sync()
    {
        // Nothing is ever written.
    }

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _content.Dispose();
            quota.Close();
        }
    }
}
