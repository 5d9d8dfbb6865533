using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Boternity.Skills.Wasm.Guests;
using Microsoft.Win32.SafeHandles;

namespace Boternity.Skills.Capabilities.Files;

/// <summary>
/// The path that an open handle has on the disk, without links: what was opened, not what was asked for.
/// </summary>
internal static partial class RealPath
{
    private const int MaxLength = 32 * 1024;

    /// <summary>The path of a handle.</summary>
    /// <exception cref="GuestFileException">The platform does not say. What cannot be verified is not used.</exception>
    public static string Of(SafeFileHandle handle)
    {
        string? path = OperatingSystem.IsWindows() ? OfWindows(handle)
            : OperatingSystem.IsMacOS() ? OfMac(handle)
            : OfLinux(handle);
        return path ?? throw new GuestFileException(GuestFileError.Io, "the host cannot tell which file was opened");
    }

    /// <summary>The path of a directory with every link on the way resolved.</summary>
    public static string OfDirectory(string path)
    {
        if (!Directory.Exists(path))
        {
            throw new GuestFileException(GuestFileError.NotFound);
        }

        if (!OperatingSystem.IsWindows())
        {
            nint resolved = Resolve(path, 0);
            string? real = Marshal.PtrToStringUTF8(resolved);
            Free(resolved);
            return real ?? throw new GuestFileException(GuestFileError.NotFound);
        }

        const uint ShareAll = 7;
        const uint OpenExisting = 3;
        const uint BackupSemantics = 0x02000000;
        using SafeFileHandle handle = CreateFile(path, 0, ShareAll, 0, OpenExisting, BackupSemantics, 0);
        return handle.IsInvalid ? throw new GuestFileException(GuestFileError.Access) : Of(handle);
    }

    private static string? OfLinux(SafeFileHandle handle) =>
        new FileInfo(
            string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{handle.DangerousGetHandle()}")).LinkTarget;

    private static string? OfWindows(SafeFileHandle handle)
    {
        ushort[] buffer = new ushort[MaxLength];
        uint length = GetFinalPath(handle, buffer, (uint)buffer.Length, 0);
        return length is 0 or > MaxLength
            ? null
            : new string(MemoryMarshal.Cast<ushort, char>(buffer.AsSpan(0, (int)length)));
    }

    private static string? OfMac(SafeFileHandle handle)
    {
        // struct vnode_fdinfowithpath (sys/proc_info.h): proc_fileinfo (24 bytes), vnode_info (152 bytes), then the
        // path (1024 bytes).
        const int PathInfoFlavor = 2;
        const int PathOffset = 176;
        const int Size = 1200;
        byte[] buffer = new byte[Size];
        if (DescribeDescriptor(
            Environment.ProcessId, (int)handle.DangerousGetHandle(), PathInfoFlavor, buffer, Size) < Size)
        {
            return null;
        }

        ReadOnlySpan<byte> path = buffer.AsSpan(PathOffset);
        return path[0] == 0 ? null : Encoding.UTF8.GetString(path[..path.IndexOf((byte)0)]);
    }

    [LibraryImport("kernel32", EntryPoint = "GetFinalPathNameByHandleW", SetLastError = true)]
    private static partial uint GetFinalPath(SafeFileHandle handle, [Out] ushort[] path, uint length, uint flags);

    [LibraryImport(
        "kernel32", EntryPoint = "CreateFileW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial SafeFileHandle CreateFile(
        string path, uint access, uint share, nint security, uint disposition, uint flags, nint template);

    [LibraryImport("libproc", EntryPoint = "proc_pidfdinfo", SetLastError = true)]
    private static partial int DescribeDescriptor(
        int process, int descriptor, int flavor, [Out] byte[] buffer, int size);

    [LibraryImport("libc", EntryPoint = "realpath", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Resolve(string path, nint buffer);

    [LibraryImport("libc", EntryPoint = "free")]
    private static partial void Free(nint memory);
}
