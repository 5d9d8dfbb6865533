using System.Buffers.Binary;
using System.Text;
using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Preview1;

/// <summary>What is known of descriptors.</summary>
internal static class Preview1Descriptors
{
    private const int StatSize = 64;
    private const int FdStatSize = 24;

    private const byte UnknownType = 0;

    public static IReadOnlyList<Preview1Function> Functions { get; } =
    [
        new() { Name = "fd_close", Parameters = "i", Operation = Close },
        new() { Name = "fd_renumber", Parameters = "ii", Operation = Renumber },
        new() { Name = "fd_fdstat_get", Parameters = "ii", Operation = GetFdStat },
        new()
        {
            Name = "fd_fdstat_set_flags",
            Parameters = "ii",
            Requires = Preview1Rights.SetFlags,
            Operation = SetFlags,
        },
        new() { Name = "fd_fdstat_set_rights", Parameters = "iII", Operation = SetRights },
        new() { Name = "fd_filestat_get", Parameters = "ii", Requires = Preview1Rights.GetStat, Operation = GetStat },
        new()
        {
            Name = "fd_filestat_set_times",
            Parameters = "iIIi",
            Requires = Preview1Rights.SetTimes,
            Operation = static call => Preview1Times.Set(call, call.GetFile(0).File, 1),
        },
        new() { Name = "fd_prestat_get", Parameters = "ii", Operation = GetPrestat },
        new() { Name = "fd_prestat_dir_name", Parameters = "iii", Operation = GetPrestatName },
        new()
        {
            Name = "fd_readdir",
            Parameters = "iiiIi",
            Requires = Preview1Rights.ReadDirectory,
            Operation = Preview1Listings.Read,
        },
    ];

    /// <summary>Preview 1's <c>filetype</c>.</summary>
    public static byte ToFileType(GuestFileKind kind) => kind switch
    {
        GuestFileKind.BlockDevice => 1,
        GuestFileKind.CharacterDevice => 2,
        GuestFileKind.Directory => 3,
        GuestFileKind.RegularFile => 4,
        GuestFileKind.Socket => 6,
        GuestFileKind.SymbolicLink => 7,
        _ => UnknownType,
    };

    /// <summary>
    /// Writes a <c>filestat</c>: dev u64, ino u64, filetype u8, nlink u64 at 24, size u64, atim u64, mtim u64, ctim
    /// u64.
    /// </summary>
    public static Errno WriteStat(Preview1Call call, GuestFileInfo info, uint address)
    {
        GuestClock clock = call.Guest.Clock;
        Span<byte> stat = call.GetSpan(address, StatSize);
        stat.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(stat, info.Device);
        BinaryPrimitives.WriteUInt64LittleEndian(stat[8..], info.Node);
        stat[16] = ToFileType(info.Kind);
        BinaryPrimitives.WriteInt64LittleEndian(stat[24..], info.Links);
        BinaryPrimitives.WriteInt64LittleEndian(stat[32..], info.Size);
        BinaryPrimitives.WriteUInt64LittleEndian(stat[40..], clock.OfFile(info.Accessed));
        BinaryPrimitives.WriteUInt64LittleEndian(stat[48..], clock.OfFile(info.Modified));
        BinaryPrimitives.WriteUInt64LittleEndian(stat[56..], clock.OfFile(info.Changed));
        return Errno.Success;
    }

    private static Errno Close(Preview1Call call)
    {
        call.GetFile(0);
        call.Files.Close(call.U32(0));
        return Errno.Success;
    }

    private static Errno Renumber(Preview1Call call)
    {
        call.GetFile(0);
        call.GetFile(1);
        call.Files.Renumber(call.U32(0), call.U32(1));
        return Errno.Success;
    }

    // fdstat: fs_filetype u8, fs_flags u16 at 2, fs_rights_base u64 at 8, fs_rights_inheriting u64. The standard
    // streams are captured: no terminal, so no character device.
    private static Errno GetFdStat(Preview1Call call)
    {
        Preview1File file = call.GetFile(0);
        Span<byte> stat = call.GetSpan(call.U32(1), FdStatSize);
        stat.Clear();
        (stat[0], Preview1Rights rights, Preview1Rights inherited) = RightsOf(file);
        BinaryPrimitives.WriteUInt16LittleEndian(stat[2..], (ushort)file.Flags);
        BinaryPrimitives.WriteUInt64LittleEndian(stat[8..], (ulong)rights);
        BinaryPrimitives.WriteUInt64LittleEndian(stat[16..], (ulong)inherited);
        return Errno.Success;
    }

    private static (byte Type, Preview1Rights Rights, Preview1Rights Inherited) RightsOf(Preview1File file)
    {
        (byte type, Preview1Rights rights, Preview1Rights inherited) = file switch
        {
            { IsInput: true } => (UnknownType, Preview1Rights.StandardInput, Preview1Rights.None),
            { Output: not null } => (UnknownType, Preview1Rights.StandardOutput, Preview1Rights.None),
            { Descriptor: { IsDirectory: true } directory } => (
                ToFileType(GuestFileKind.Directory),
                Preview1RightsOf.Directory(directory.Directory),
                Preview1RightsOf.Below(directory.Directory)),
            _ => (ToFileType(GuestFileKind.RegularFile), Preview1RightsOf.File(file.File), Preview1Rights.None),
        };
        return (type, rights & ~file.Dropped, inherited & ~file.DroppedBelow);
    }

    // Rights can be given up, and not be had back.
    private static Errno SetRights(Preview1Call call)
    {
        Preview1File file = call.GetFile(0);
        (_, Preview1Rights rights, Preview1Rights inherited) = RightsOf(file);
        var wanted = (Preview1Rights)call.U64(1);
        var wantedBelow = (Preview1Rights)call.U64(2);
        if ((wanted & ~rights) != 0 || (wantedBelow & ~inherited) != 0)
        {
            return Errno.NotCapable;
        }

        file.Dropped |= rights & ~wanted;
        file.DroppedBelow |= inherited & ~wantedBelow;
        return Errno.Success;
    }

    private static Errno SetFlags(Preview1Call call)
    {
        Preview1File file = call.GetFile(0);
        var flags = (Preview1FileFlags)call.U32(1);
        if ((flags & ~Preview1FileFlags.All) != 0)
        {
            return Errno.Invalid;
        }

        file.Flags = flags;
        return Errno.Success;
    }

    private static Errno GetStat(Preview1Call call)
    {
        if (call.GetFile(0).Descriptor is { } descriptor)
        {
            return WriteStat(call, descriptor.GetInfo(), call.U32(1));
        }

        call.GetSpan(call.U32(1), StatSize).Clear();
        return Errno.Success;
    }

    private static Errno GetPrestat(Preview1Call call)
    {
        if (call.GetFile(0).PreopenPath is not { } path)
        {
            return Errno.BadDescriptor;
        }

        call.Write(call.U32(1), 0U);
        call.Write(call.U32(1) + 4, (uint)Encoding.UTF8.GetByteCount(path));
        return Errno.Success;
    }

    private static Errno GetPrestatName(Preview1Call call)
    {
        if (call.GetFile(0).PreopenPath is not { } path)
        {
            return Errno.BadDescriptor;
        }

        byte[] name = Encoding.UTF8.GetBytes(path);
        if (name.Length > call.U32(2))
        {
            return Errno.NameTooLong;
        }

        name.CopyTo(call.GetSpan(call.U32(1), (uint)name.Length));
        return Errno.Success;
    }
}
