using System.Runtime.InteropServices;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Capabilities.Files;

/// <summary>struct statx (linux/stat.h): the same on every architecture.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct LinuxStatx
{
    [FieldOffset(16)]
    public uint Links;

    [FieldOffset(28)]
    public ushort Mode;

    [FieldOffset(32)]
    public ulong Node;

    [FieldOffset(40)]
    public ulong Size;

    [FieldOffset(64)]
    public LinuxTime Accessed;

    [FieldOffset(96)]
    public LinuxTime Changed;

    [FieldOffset(112)]
    public LinuxTime Modified;

    [FieldOffset(136)]
    public uint DeviceMajor;

    [FieldOffset(140)]
    public uint DeviceMinor;

    public readonly GuestFileKind Kind => UnixMode.ToKind(Mode);

    public readonly UnixFileMode Permissions => UnixMode.ToPermissions(Mode);

    public readonly GuestFileInfo ToInfo() => new()
    {
        Kind = Kind,
        Size = (long)Size,
        Links = Links,
        Accessed = Accessed.ToTime(),
        Modified = Modified.ToTime(),
        Changed = Changed.ToTime(),
        Device = ((ulong)DeviceMajor << 32) | DeviceMinor,
        Node = Node,
    };
}
