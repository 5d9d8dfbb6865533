using System.Globalization;
using System.Runtime.InteropServices;
using Boternity.Skills.Wasm.Guests;
using Microsoft.Win32.SafeHandles;

namespace Boternity.Skills.Capabilities.Files;

/// <summary>
/// A directory on Linux. A path is walked name by name with openat(2), each step relative to the directory that the
/// last step opened, with O_NOFOLLOW: there is no moment between a check and a use, so a link or a directory that is
/// swapped in meanwhile is refused or not seen.
/// </summary>
internal sealed class LinuxDirectory : ConfinedDirectory
{
    private const uint FileMode = 0b110_100_100;
    private const uint DirectoryMode = 0b111_101_101;
    private const int OpenAttempts = 8;
    private readonly SafeFileHandle _handle;

    private LinuxDirectory(SafeFileHandle handle) => _handle = handle;

    public static bool IsSupported { get; } = OperatingSystem.IsLinux()
        && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64 or Architecture.Arm;

    public static LinuxDirectory OpenRoot(string hostPath) => new(
        LinuxNative.TryOpenPath(hostPath, LinuxNative.ReadOnly | LinuxNative.Directory, out int errno)
            ?? throw Failure(errno));

    public override ConfinedDirectory OpenDirectory(IReadOnlyList<string> path)
    {
        if (path.Count == 0)
        {
            return new LinuxDirectory(OpenDirectory(_handle, ".", LinuxNative.ReadOnly));
        }

        using Parent parent = Walk(path);
        return new LinuxDirectory(OpenDirectory(parent.Handle, parent.Name, LinuxNative.ReadOnly));
    }

    public override ConfinedFile OpenFile(IReadOnlyList<string> path, GuestOpenFlags open, out bool wasCreated)
    {
        using Parent parent = Walk(path);
        SafeFileHandle handle = OpenFile(parent, open, out wasCreated);
        try
        {
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
        if (path.Count == 0)
        {
            return Describe(_handle);
        }

        using Parent parent = Walk(path);
        return LinuxNative.TryStat(parent.Handle, parent.Name, out LinuxStatx entry, out int errno)
            ? entry.ToInfo()
            : throw Failure(errno);
    }

    public override IEnumerable<GuestDirectoryEntry> List()
    {
        foreach (string name in ListNames(PathOf(_handle)))
        {
            if (LinuxNative.TryStat(_handle, name, out LinuxStatx stat, out _))
            {
                yield return new GuestDirectoryEntry { Name = name, Kind = stat.Kind };
            }
        }
    }

    public override void CreateDirectory(IReadOnlyList<string> path)
    {
        using Parent parent = Walk(path);
        Check(LinuxNative.MakeDirectoryAt(parent.Handle, parent.Name, DirectoryMode));
    }

    public override void RemoveDirectory(IReadOnlyList<string> path)
    {
        using Parent parent = Walk(path);
        Check(LinuxNative.UnlinkAt(parent.Handle, parent.Name, LinuxNative.AtRemoveDirectory));
    }

    public override void RemoveFile(IReadOnlyList<string> path)
    {
        using Parent parent = Walk(path);
        Check(LinuxNative.UnlinkAt(parent.Handle, parent.Name, 0));
    }

    public override void Rename(IReadOnlyList<string> path, ConfinedDirectory target, IReadOnlyList<string> targetPath)
    {
        using Parent parent = Walk(path);
        using Parent targetParent = ((LinuxDirectory)target).Walk(targetPath);
        Check(LinuxNative.RenameAt(parent.Handle, parent.Name, targetParent.Handle, targetParent.Name));
    }

    public override void Sync() => Check(LinuxNative.Sync(_handle));

    protected override UnixFileMode? FindMode(IReadOnlyList<string> path)
    {
        using Parent parent = Walk(path);
        return LinuxNative.TryStat(parent.Handle, parent.Name, out LinuxStatx entry, out _)
            && entry.Kind == GuestFileKind.RegularFile
            ? entry.Permissions
            : null;
    }

    protected override ConfinedFile CreateFile(IReadOnlyList<string> path, bool isPrivate)
    {
        using Parent parent = Walk(path);
        uint mode = isPrivate ? (uint)OwnerOnly : FileMode;
        return TryCreate(parent, LinuxNative.WriteOnly, mode, out int errno) is { } handle
            ? new ConfinedFile(handle, Describe)
            : throw Failure(errno);
    }

    protected override void Dispose(bool disposing) => _handle.Dispose();

    private static GuestFileInfo Describe(SafeFileHandle handle) =>
        LinuxNative.TryStat(handle, "", out LinuxStatx entry, out int errno) ? entry.ToInfo() : throw Failure(errno);

    private static SafeFileHandle OpenFile(Parent parent, GuestOpenFlags open, out bool wasCreated)
    {
        int access = (open & (GuestOpenFlags.Read | GuestOpenFlags.Write)) switch
        {
            GuestOpenFlags.Read => LinuxNative.ReadOnly,
            GuestOpenFlags.Write => LinuxNative.WriteOnly,
            _ => LinuxNative.ReadWrite,
        };
        int errno = 0;
        for (int attempt = 0; attempt < OpenAttempts; attempt++)
        {
            // Creating only where there is nothing tells a new file from an old one; between the two calls another may
            // make or remove it.
            if (open.HasFlag(GuestOpenFlags.Create)
                && TryCreate(parent, access, FileMode, out errno) is { } created)
            {
                wasCreated = true;
                return created;
            }

            if (open.HasFlag(GuestOpenFlags.Create)
                && (errno != LinuxNative.ErrorExists || open.HasFlag(GuestOpenFlags.Exclusive)))
            {
                throw Failure(errno);
            }

            if (TryOpenExisting(parent, access, out errno) is { } existing)
            {
                wasCreated = false;
                return existing;
            }

            if (!open.HasFlag(GuestOpenFlags.Create)
                || ConfinedDirectoryErrors.OfErrno(errno) != GuestFileError.NotFound)
            {
                break;
            }
        }

        throw Failure(errno);
    }

    private static SafeFileHandle? TryCreate(Parent parent, int access, uint mode, out int errno) =>
        LinuxNative.TryOpen(
            parent.Handle,
            parent.Name,
            access | LinuxNative.NoFollow | LinuxNative.Create | LinuxNative.Exclusive,
            mode,
            out errno);

    /// <summary>
    /// Opens a regular file. What stands there is looked at by a handle that opens nothing (O_PATH), and then that very
    /// file is opened: to open a device may act on it, and to open a pipe may wake or wait for its other end.
    /// </summary>
    private static SafeFileHandle? TryOpenExisting(Parent parent, int access, out int errno)
    {
        using SafeFileHandle? place = LinuxNative.TryOpen(
            parent.Handle, parent.Name, LinuxNative.PathOnly | LinuxNative.NoFollow, 0, out errno);
        if (place is null)
        {
            return null;
        }

        switch (Describe(place).Kind)
        {
            case GuestFileKind.RegularFile:
                return LinuxNative.TryOpenPath(PathOf(place), access, out errno);
            case GuestFileKind.Directory:
                throw new GuestFileException(GuestFileError.IsDirectory);
            case GuestFileKind.SymbolicLink:
                throw new GuestFileException(GuestFileError.Link);
            default:
                throw new GuestFileException(GuestFileError.NotRegular);
        }
    }

    /// <summary>The kernel's link to what a handle stands for, whatever its path means by now (proc(5)).</summary>
    private static string PathOf(SafeFileHandle handle) =>
        string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{handle.DangerousGetHandle()}");

    private static SafeFileHandle OpenDirectory(SafeFileHandle parent, string name, int mode)
    {
        if (LinuxNative.TryOpen(
            parent, name, mode | LinuxNative.Directory | LinuxNative.NoFollow, 0, out int errno) is { } handle)
        {
            return handle;
        }

        // With O_DIRECTORY a link is "not a directory"; the skill is told which of the two it was.
        bool isLink = errno == LinuxNative.ErrorNotDirectory
            && LinuxNative.TryStat(parent, name, out LinuxStatx entry, out _)
            && entry.Kind == GuestFileKind.SymbolicLink;
        throw isLink ? new GuestFileException(GuestFileError.Link) : Failure(errno);
    }

    private static void Check(int result)
    {
        if (result < 0)
        {
            throw Failure(Marshal.GetLastPInvokeError());
        }
    }

    private static GuestFileException Failure(int errno) => new(ConfinedDirectoryErrors.OfErrno(errno));

    /// <summary>Opens the directory that holds the last name of a path.</summary>
    private Parent Walk(IReadOnlyList<string> path)
    {
        if (path.Count == 0)
        {
            throw new GuestFileException(GuestFileError.IsDirectory);
        }

        SafeFileHandle current = _handle;
        for (int i = 0; i < path.Count - 1; i++)
        {
            try
            {
                SafeFileHandle next = OpenDirectory(current, path[i], LinuxNative.PathOnly);
                (current, next) = (next, current);
                Release(next);
            }
            catch
            {
                Release(current);
                throw;
            }
        }

        return new Parent(current, path[^1], current != _handle);

        void Release(SafeFileHandle handle)
        {
            if (handle != _handle)
            {
                handle.Dispose();
            }
        }
    }

    private readonly record struct Parent(SafeFileHandle Handle, string Name, bool IsOwned) : IDisposable
    {
        public void Dispose()
        {
            if (IsOwned)
            {
                Handle.Dispose();
            }
        }
    }
}
