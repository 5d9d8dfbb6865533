using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Boternity.Skills.Capabilities.Files;

/// <summary>
/// A directory on Linux. A path is walked name by name with openat(2), each step relative to the directory that the last step opened, with
/// O_NOFOLLOW: there is no moment between a check and a use, so a link or a directory that is swapped in meanwhile is refused or not seen.
/// </summary>
internal sealed class LinuxDirectory : SandboxDirectory
{
    private const uint FileMode = 0b110_100_100;
    private const uint DirectoryMode = 0b111_101_101;
    private const int OpenAttempts = 8;
    private readonly SafeFileHandle _handle;

    private LinuxDirectory(SafeFileHandle handle) => _handle = handle;

    public static bool IsSupported { get; } = OperatingSystem.IsLinux()
        && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64 or Architecture.Arm;

    public static LinuxDirectory OpenRoot(string hostPath) => new(
        LinuxNative.TryOpenPath(hostPath, LinuxNative.ReadOnly | LinuxNative.Directory, out int errno) ?? throw Failure(errno));

    public override SandboxDirectory OpenDirectory(IReadOnlyList<string> path)
    {
        if (path.Count == 0)
        {
            return new LinuxDirectory(OpenDirectory(_handle, ".", LinuxNative.ReadOnly));
        }

        using Parent parent = Walk(path);
        return new LinuxDirectory(OpenDirectory(parent.Handle, parent.Name, LinuxNative.ReadOnly));
    }

    public override SandboxFile OpenFile(IReadOnlyList<string> path, SandboxOpen open, out bool wasCreated)
    {
        using Parent parent = Walk(path);
        SafeFileHandle handle = OpenFile(parent, open, out wasCreated);
        try
        {
            SandboxEntryKind kind = Describe(handle).Kind;
            if (kind != SandboxEntryKind.File)
            {
                throw new SandboxException(kind == SandboxEntryKind.Directory ? SandboxError.IsDirectory : SandboxError.NotRegular);
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
        if (path.Count == 0)
        {
            return Describe(_handle);
        }

        using Parent parent = Walk(path);
        return LinuxNative.TryStat(parent.Handle, parent.Name, out LinuxStatx entry, out int errno) ? entry.ToEntry() : throw Failure(errno);
    }

    public override IReadOnlyList<SandboxListing> List(int most)
    {
        // The kernel's link of the handle leads to the very directory that is open, whatever its path means by now.
        string self = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{_handle.DangerousGetHandle()}");
        List<SandboxListing> entries = [];
        try
        {
            foreach (string entry in Directory.EnumerateFileSystemEntries(self))
            {
                string name = Path.GetFileName(entry);
                if (LinuxNative.TryStat(_handle, name, out LinuxStatx stat, out _))
                {
                    entries.Add(new SandboxListing(name, stat.Kind));
                }

                if (entries.Count > most)
                {
                    throw new SandboxException(SandboxError.TooLarge, $"the directory has more than {most} entries");
                }
            }
        }
        catch (Exception e) when (SandboxFailure.Translate(e) is { } translated)
        {
            throw translated;
        }

        entries.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return entries;
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

    public override void Rename(IReadOnlyList<string> path, SandboxDirectory target, IReadOnlyList<string> targetPath)
    {
        using Parent parent = Walk(path);
        using Parent targetParent = ((LinuxDirectory)target).Walk(targetPath);
        Check(LinuxNative.RenameAt(parent.Handle, parent.Name, targetParent.Handle, targetParent.Name));
    }

    public override void Sync() => Check(LinuxNative.Sync(_handle));

    protected override void Dispose(bool disposing) => _handle.Dispose();

    private static SandboxEntry Describe(SafeFileHandle handle) =>
        LinuxNative.TryStat(handle, "", out LinuxStatx entry, out int errno) ? entry.ToEntry() : throw Failure(errno);

    private static SafeFileHandle OpenFile(Parent parent, SandboxOpen open, out bool wasCreated)
    {
        // Not blocking: opening a pipe would wait for its other end.
        int flags = LinuxNative.NoFollow | LinuxNative.NonBlocking | LinuxNative.NoControllingTerminal | (open & (SandboxOpen.Read | SandboxOpen.Write)) switch
        {
            SandboxOpen.Read => LinuxNative.ReadOnly,
            SandboxOpen.Write => LinuxNative.WriteOnly,
            _ => LinuxNative.ReadWrite,
        };
        int errno = 0;
        for (int attempt = 0; attempt < OpenAttempts; attempt++)
        {
            // Creating only where there is nothing tells a new file from an old one; between the two calls another may make or remove it.
            if (open.HasFlag(SandboxOpen.Create)
                && LinuxNative.TryOpen(parent.Handle, parent.Name, flags | LinuxNative.Create | LinuxNative.Exclusive, FileMode, out errno) is { } created)
            {
                wasCreated = true;
                return created;
            }

            if (open.HasFlag(SandboxOpen.Create) && (errno != LinuxNative.ErrorExists || open.HasFlag(SandboxOpen.Exclusive)))
            {
                throw Failure(errno);
            }

            if (LinuxNative.TryOpen(parent.Handle, parent.Name, flags, 0, out errno) is { } existing)
            {
                wasCreated = false;
                return existing;
            }

            if (!open.HasFlag(SandboxOpen.Create) || SandboxFailure.OfErrno(errno) != SandboxError.NotFound)
            {
                break;
            }
        }

        throw Failure(errno);
    }

    private static SafeFileHandle OpenDirectory(SafeFileHandle parent, string name, int mode)
    {
        if (LinuxNative.TryOpen(parent, name, mode | LinuxNative.Directory | LinuxNative.NoFollow, 0, out int errno) is { } handle)
        {
            return handle;
        }

        // With O_DIRECTORY a link is "not a directory"; the skill is told which of the two it was.
        bool isLink = errno == LinuxNative.ErrorNotDirectory
            && LinuxNative.TryStat(parent, name, out LinuxStatx entry, out _)
            && entry.Kind == SandboxEntryKind.Link;
        throw isLink ? new SandboxException(SandboxError.Link) : Failure(errno);
    }

    private static void Check(int result)
    {
        if (result < 0)
        {
            throw Failure(Marshal.GetLastPInvokeError());
        }
    }

    private static SandboxException Failure(int errno) => new(SandboxFailure.OfErrno(errno));

    /// <summary>Opens the directory that holds the last name of a path.</summary>
    private Parent Walk(IReadOnlyList<string> path)
    {
        if (path.Count == 0)
        {
            throw new SandboxException(SandboxError.IsDirectory);
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
