using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Boternity.Skills.Permissions;

/// <summary>Whose a file is. The base library does not say, so on Linux this asks the C library.</summary>
[UnsupportedOSPlatform("windows")]
internal static class UnixOwner
{
    /// <summary>Whether a user owns a file that this process does not run as.</summary>
    public static bool IsAnother(string path) => OperatingSystem.IsLinux()
        ? LinuxStat.TryRead(path, out LinuxStat entry) && entry.Owner != EffectiveUser()
        : !CanChangeMode(path);

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

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint EffectiveUser();
}
