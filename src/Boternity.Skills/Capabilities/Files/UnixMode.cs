using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Capabilities.Files;

/// <summary>Reads st_mode, whose bits are the same on Linux and macOS (inode(7), stat(2)).</summary>
internal static class UnixMode
{
    private const int FormatMask = 0xf000;
    private const int PermissionMask = 0x1ff;

    public static GuestFileKind ToKind(ushort mode) => (mode & FormatMask) switch
    {
        0x8000 => GuestFileKind.RegularFile,
        0x4000 => GuestFileKind.Directory,
        0xa000 => GuestFileKind.SymbolicLink,
        _ => GuestFileKind.Unknown,
    };

    public static UnixFileMode ToPermissions(ushort mode) => (UnixFileMode)(mode & PermissionMask);
}
