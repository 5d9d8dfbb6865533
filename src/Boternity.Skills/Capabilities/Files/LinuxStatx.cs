using System.Runtime.InteropServices;

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

    private const int FormatMask = 0xf000;

    public readonly SandboxEntryKind Kind => (Mode & FormatMask) switch
    {
        0x8000 => SandboxEntryKind.File,
        0x4000 => SandboxEntryKind.Directory,
        0xa000 => SandboxEntryKind.Link,
        _ => SandboxEntryKind.Other,
    };

    public readonly SandboxEntry ToEntry() => new(
        Kind, (long)Size, Links, Accessed.ToTime(), Modified.ToTime(), Changed.ToTime(), ((ulong)DeviceMajor << 32) | DeviceMinor, Node);
}
