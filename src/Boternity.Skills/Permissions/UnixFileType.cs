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
    // statx(2): struct statx has stx_mode at offset 28, the same on every architecture.
    private const int StatxBytes = 256;
    private const int StatxMode = 28;
    private const int CurrentDirectory = -100;
    private const uint TypeMask = 0x1;

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
    public static bool IsSpecial(string path)
    {
        byte[] name = Encoding.UTF8.GetBytes(path + '\0');
        byte[] entry = new byte[OperatingSystem.IsLinux() ? StatxBytes : MacStatBytes];
        int result = OperatingSystem.IsLinux() ? Statx(CurrentDirectory, name, 0, TypeMask, entry)
            : RuntimeInformation.ProcessArchitecture == Architecture.X64 ? StatWith64BitInodes(name, entry)
            : Stat(name, entry);
        if (result != 0)
        {
            return Marshal.GetLastPInvokeError() == TooManyLinks;
        }

        ushort mode = MemoryMarshal.Read<ushort>(
            entry.AsSpan(OperatingSystem.IsLinux() ? StatxMode : MacStatMode));
        return (mode & FormatMask) is not (Directory or Regular);
    }

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int directory, byte[] path, int flags, uint mask, byte[] result);

    [DllImport("libc", EntryPoint = "stat", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Stat(byte[] path, byte[] result);

    [DllImport("libc", EntryPoint = "stat$INODE64", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatWith64BitInodes(byte[] path, byte[] result);
}
