using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace Boternity.Skills.Permissions;

/// <summary>Whose a file is. The base library does not say, so on Linux this asks the C library.</summary>
[UnsupportedOSPlatform("windows")]
internal static class UnixOwner
{
    // statx(2): struct statx has stx_uid at offset 20, the same on every architecture.
    private const int StatxBytes = 256;
    private const int UidOffset = 20;
    private const int CurrentDirectory = -100;
    private const uint UidMask = 0x8;

    /// <summary>Whether a user owns a file that this process does not run as.</summary>
    public static bool IsAnother(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return !CanChangeMode(path);
        }

        byte[] result = new byte[StatxBytes];
        return Statx(CurrentDirectory, Encoding.UTF8.GetBytes(path + '\0'), 0, UidMask, result) == 0
            && MemoryMarshal.Read<uint>(result.AsSpan(UidOffset)) != EffectiveUser();
    }

    // Only the owner, and root, may set a mode: setting the one that is there changes nothing.
    private static bool CanChangeMode(string path)
    {
        try
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path));
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int directory, byte[] path, int flags, uint mask, byte[] result);

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint EffectiveUser();
}
