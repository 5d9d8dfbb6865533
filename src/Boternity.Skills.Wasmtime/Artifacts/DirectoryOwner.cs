using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace Boternity.Skills.Wasmtime.Artifacts;

/// <summary>
/// Whose a directory is. The base library does not say, so on Linux this asks the C library. The store has the like of
/// it for itself, but of that package an engine sees the public surface alone; and where the system does not answer,
/// a directory of machine code counts as another's.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static unsafe partial class DirectoryOwner
{
    // statx(2): struct statx has stx_uid at offset 20, the same on every architecture.
    private const int StatxBytes = 256;
    private const int UidOffset = 20;
    private const int CurrentDirectory = -100;
    private const uint UidMask = 0x8;

    /// <summary>Whether a user owns it that this process does not run as.</summary>
    public static bool IsAnother(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return !CanChangeMode(path);
        }

        // Root may change every mode: that it can says nothing.
        byte* result = stackalloc byte[StatxBytes];
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            return Statx(CurrentDirectory, name, 0, UidMask, result) != 0
                || *(uint*)(result + UidOffset) != EffectiveUser();
        }
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

    [LibraryImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statx(int directory, byte* path, int flags, uint mask, byte* result);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint EffectiveUser();
}
