using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace Boternity.Skills.Permissions;

/// <summary>What statx(2) says of a path, links followed: struct statx is the same on every architecture.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct LinuxStat
{
    private const int CurrentDirectory = -100;
    private const uint TypeAndOwner = 0x1 | 0x8;

    /// <summary>Whose it is.</summary>
    [FieldOffset(20)]
    public uint Owner;

    /// <summary>Its type and permissions.</summary>
    [FieldOffset(28)]
    public ushort Mode;

    /// <summary>Asks for it; where that fails, the reason is the last error of platform calls.</summary>
    [SupportedOSPlatform("linux")]
    public static bool TryRead(string path, out LinuxStat entry) =>
        Statx(CurrentDirectory, Encoding.UTF8.GetBytes(path + '\0'), 0, TypeAndOwner, out entry) == 0;

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int directory, byte[] path, int flags, uint mask, out LinuxStat entry);
}
