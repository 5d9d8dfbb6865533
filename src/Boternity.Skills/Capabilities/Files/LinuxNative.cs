using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Boternity.Skills.Capabilities.Files;

/// <summary>
/// The calls of Linux that work relative to an open directory. Names and numbers are those of the manual, section 2.
/// </summary>
internal static partial class LinuxNative
{
    public const int AtCurrentDirectory = -100;
    public const int AtRemoveDirectory = 0x200;
    public const int AtNoFollow = 0x100;
    public const int AtEmptyPath = 0x1000;

    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int ReadWrite = 2;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int CloseOnExec = 0x80000;
    public const int PathOnly = 0x200000;

    public const int ErrorExists = 17;
    public const int ErrorNotDirectory = 20;

    private const uint StatxBasic = 0x7ff;

    /// <summary>
    /// O_DIRECTORY and O_NOFOLLOW have other values on Arm than elsewhere (arch/arm*/include/uapi/asm/fcntl.h).
    /// </summary>
    private static readonly bool IsArm =
        RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;

    public static int Directory { get; } = IsArm ? 0x4000 : 0x10000;

    public static int NoFollow { get; } = IsArm ? 0x8000 : 0x20000;

    public static SafeFileHandle? TryOpen(SafeFileHandle directory, string name, int flags, uint mode, out int errno)
    {
        int descriptor = OpenAt(directory, name, flags | CloseOnExec, mode);
        errno = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    public static SafeFileHandle? TryOpenPath(string path, int flags, out int errno)
    {
        int descriptor = OpenAt(AtCurrentDirectory, path, flags | CloseOnExec, 0);
        errno = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>
    /// What is known of an entry, without following a link; of the handle itself where the name is empty.
    /// </summary>
    public static bool TryStat(SafeFileHandle directory, string name, out LinuxStatx entry, out int errno)
    {
        int result = Statx(directory, name, name.Length == 0 ? AtEmptyPath : AtNoFollow, StatxBasic, out entry);
        errno = result < 0 ? Marshal.GetLastPInvokeError() : 0;
        return result >= 0;
    }

    /// <summary>What is known of the entry at a path of the host, without following a link at its end.</summary>
    public static bool TryStatPath(string path, out LinuxStatx entry) =>
        Statx(AtCurrentDirectory, path, AtNoFollow, StatxBasic, out entry) >= 0;

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeDirectoryAt(SafeFileHandle directory, string name, uint mode);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int UnlinkAt(SafeFileHandle directory, string name, int flags);

    [LibraryImport("libc", EntryPoint = "renameat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int RenameAt(
        SafeFileHandle directory, string name, SafeFileHandle targetDirectory, string target);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Sync(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenAt(SafeFileHandle directory, string name, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenAt(int directory, string name, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string name, int flags, uint mask, out LinuxStatx entry);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(SafeFileHandle directory, string name, int flags, uint mask, out LinuxStatx entry);
}
