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
    // statx(2): struct statx has stx_uid at offset 20 and stx_gid behind it, the same on every architecture.
    private const int StatxBytes = 256;
    private const int UidOffset = 20;
    private const int GidOffset = 24;
    private const int CurrentDirectory = -100;
    private const uint OwnerMask = 0x8 | 0x10;

    /// <summary>Gets the user that this process runs as.</summary>
    [SupportedOSPlatform("linux")]
    public static uint Me => EffectiveUser();

    /// <summary>Whether a user owns it that this process does not run as.</summary>
    public static bool IsAnother(string path) => OperatingSystem.IsLinux()
        // Root may change every mode: that it can says nothing.
        ? Of(path) is not { User: uint user } || user != EffectiveUser()
        : !CanChangeMode(path);

    /// <summary>The numbers of its user and of its group; null where the system does not say.</summary>
    [SupportedOSPlatform("linux")]
    public static (uint User, uint Group)? Of(string path)
    {
        byte* result = stackalloc byte[StatxBytes];
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            return Statx(CurrentDirectory, name, 0, OwnerMask, result) == 0
                ? (*(uint*)(result + UidOffset), *(uint*)(result + GidOffset))
                : null;
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
