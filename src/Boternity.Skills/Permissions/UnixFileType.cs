using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace Boternity.Skills.Permissions;

/// <summary>
/// What lies at a path, links followed. The base library calls a pipe and a device a file, so this asks the C library.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static class UnixFileType
{
    // struct stat of macOS with 64-bit inode numbers (sys/stat.h).
    private const int MacStatBytes = 144;
    private const int MacStatMode = 4;

    private const int FormatMask = 0xF000;
    private const int Directory = 0x4000;
    private const int Regular = 0x8000;

    private static readonly int TooManyLinks = OperatingSystem.IsLinux() ? 40 : 62;

    /// <summary>
    /// Whether there is something that is neither a file nor a directory, or links that lead round in a circle.
    /// </summary>
    public static bool IsSpecial(string path) => TryReadMode(path, out ushort mode)
        ? (mode & FormatMask) is not (Directory or Regular)
        : Marshal.GetLastPInvokeError() == TooManyLinks;

    private static bool TryReadMode(string path, out ushort mode)
    {
        if (OperatingSystem.IsLinux())
        {
            bool isRead = LinuxStat.TryRead(path, out LinuxStat known);
            mode = known.Mode;
            return isRead;
        }

        byte[] name = Encoding.UTF8.GetBytes(path + '\0');
        byte[] entry = new byte[MacStatBytes];
        int result = RuntimeInformation.ProcessArchitecture == Architecture.X64
            ? StatWith64BitInodes(name, entry)
            : Stat(name, entry);
        mode = MemoryMarshal.Read<ushort>(entry.AsSpan(MacStatMode));
        return result == 0;
    }

    [DllImport("libc", EntryPoint = "stat", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Stat(byte[] path, byte[] result);

    [DllImport("libc", EntryPoint = "stat$INODE64", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatWith64BitInodes(byte[] path, byte[] result);
}
