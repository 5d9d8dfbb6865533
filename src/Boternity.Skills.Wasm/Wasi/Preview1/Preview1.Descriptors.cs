using System.Buffers.Binary;
using System.Text;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Wasi;

/// <content>What is known of descriptors, and directories.</content>
internal static partial class Preview1
{
    private const int StatSize = 64;
    private const int FdStatSize = 24;
    private const int EntrySize = 24;

    private const byte CharacterDevice = 2;
    private const byte DirectoryType = 3;
    private const ushort AppendFlag = 1;

    // rights: fd_read 1, fd_seek 2, fd_fdstat_set_flags 3, fd_sync 4, fd_tell 5, fd_write 6, … path_* up to 28.
    private const ulong ReadRights = 1UL << 1 | 1UL << 2 | 1UL << 5 | 1UL << 7 | 1UL << 21 | 1UL << 27;
    private const ulong WriteRights = 1UL << 0 | 1UL << 2 | 1UL << 3 | 1UL << 4 | 1UL << 5 | 1UL << 6 | 1UL << 8 | 1UL << 22 | 1UL << 23 | 1UL << 27;
    private const ulong DirectoryReadRights = 1UL << 13 | 1UL << 14 | 1UL << 15 | 1UL << 18 | 1UL << 21;
    private const ulong DirectoryWriteRights =
        1UL << 4 | 1UL << 9 | 1UL << 10 | 1UL << 16 | 1UL << 17 | 1UL << 19 | 1UL << 20 | 1UL << 25 | 1UL << 26;

    private static void DefineDescriptors(Linker linker)
    {
        Define(linker, "fd_close", "i", static call =>
        {
            call.GetFile(0);
            call.Wasi.Files.Close(call.U32(0));
            return Errno.Success;
        });
        Define(linker, "fd_renumber", "ii", static call =>
        {
            call.GetFile(0);
            call.GetFile(1);
            call.Wasi.Files.Renumber(call.U32(0), call.U32(1));
            return Errno.Success;
        });
        Define(linker, "fd_fdstat_get", "ii", GetFdStat);
        Define(linker, "fd_fdstat_set_flags", "ii", static call =>
        {
            call.GetFile(0).Appends = (call.U32(1) & AppendFlag) != 0;
            return Errno.Success;
        });

        // Rights are the grant's; a guest that gives some up would not be held to it.
        Define(linker, "fd_fdstat_set_rights", "iII", static _ => Errno.NotSupported);
        Define(linker, "fd_filestat_get", "ii", static call => WriteStat(call, call.GetFile(0), call.U32(1)));
        Define(linker, "fd_prestat_get", "ii", GetPrestat);
        Define(linker, "fd_prestat_dir_name", "iii", GetPrestatName);
        Define(linker, "fd_readdir", "iiiIi", ReadDirectory);
    }

    private static Errno GetFdStat(Preview1Call call)
    {
        Preview1File file = call.GetFile(0);
        Span<byte> stat = call.GetSpan(call.U32(1), FdStatSize);
        stat.Clear();
        (stat[0], ulong rights, ulong inherited) = file switch
        {
            { Input: not null } => (CharacterDevice, 1UL << 1 | 1UL << 27, 0UL),
            { Output: not null } => (CharacterDevice, 1UL << 6 | 1UL << 27, 0UL),
            { Descriptor: { IsDirectory: true } descriptor } => (DirectoryType, RightsOf(descriptor.Directory), RightsOf(descriptor.Directory) | InheritedBy(descriptor.Directory)),
            _ => (ToFileType(WasiFileKind.RegularFile), (file.File.CanRead ? ReadRights : 0) | (file.File.CanWrite ? WriteRights : 0), 0UL),
        };
        if (file.Appends) stat[2] = (byte)AppendFlag;
        BinaryPrimitives.WriteUInt64LittleEndian(stat[8..], rights);
        BinaryPrimitives.WriteUInt64LittleEndian(stat[16..], inherited);
        return Errno.Success;
    }

    private static ulong RightsOf(WasiDirectory directory) => DirectoryReadRights | (directory.CanWrite ? DirectoryWriteRights : 0);

    private static ulong InheritedBy(WasiDirectory directory) => ReadRights | (directory.CanWrite ? WriteRights : 0);

    // filestat: dev u64, ino u64, filetype u8, nlink u64 at 24, size u64, atim u64, mtim u64, ctim u64.
    private static Errno WriteStat(Preview1Call call, Preview1File file, uint address)
    {
        if (file.Descriptor is { } descriptor) return WriteStat(call, descriptor.GetEntry(), address);
        Span<byte> stat = call.GetSpan(address, StatSize);
        stat.Clear();
        stat[16] = CharacterDevice;
        return Errno.Success;
    }

    private static Errno WriteStat(Preview1Call call, WasiEntry entry, uint address)
    {
        Span<byte> stat = call.GetSpan(address, StatSize);
        stat.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(stat, entry.Device);
        BinaryPrimitives.WriteUInt64LittleEndian(stat[8..], entry.Node);
        stat[16] = ToFileType(entry.Kind);
        BinaryPrimitives.WriteUInt64LittleEndian(stat[24..], entry.Links);
        BinaryPrimitives.WriteInt64LittleEndian(stat[32..], entry.Size);
        BinaryPrimitives.WriteUInt64LittleEndian(stat[40..], WasiClocks.ToUnixNanoseconds(entry.Accessed));
        BinaryPrimitives.WriteUInt64LittleEndian(stat[48..], WasiClocks.ToUnixNanoseconds(entry.Modified));
        BinaryPrimitives.WriteUInt64LittleEndian(stat[56..], WasiClocks.ToUnixNanoseconds(entry.Changed));
        return Errno.Success;
    }

    private static Errno GetPrestat(Preview1Call call)
    {
        if (call.GetFile(0).PreopenPath is not { } path) return Errno.BadDescriptor;
        call.Write(call.U32(1), 0U);
        call.Write(call.U32(1) + 4, (uint)Encoding.UTF8.GetByteCount(path));
        return Errno.Success;
    }

    private static Errno GetPrestatName(Preview1Call call)
    {
        if (call.GetFile(0).PreopenPath is not { } path) return Errno.BadDescriptor;
        byte[] name = Encoding.UTF8.GetBytes(path);
        if (name.Length > call.U32(2)) return Errno.NameTooLong;
        name.CopyTo(call.GetSpan(call.U32(1), (uint)name.Length));
        return Errno.Success;
    }

    // dirent: the next cookie u64, ino u64, the name's length u32, its type u8; then the name. What does not fit is cut: the guest asks again.
    private static Errno ReadDirectory(Preview1Call call)
    {
        Preview1File file = call.GetFile(0);
        WasiDirectory directory = file.Directory;
        ulong cookie = call.U64(3);
        if (cookie == 0 || file.Entries is null)
        {
            call.Wasi.Hold(-(file.Entries?.Size ?? 0));
            file.Entries = null;
            var listing = new Preview1Listing(directory.List());
            call.Wasi.Hold(listing.Size);
            file.Entries = listing;
        }

        Span<byte> buffer = call.GetSpan(call.U32(1), call.U32(2));
        int used = 0;
        Span<byte> header = stackalloc byte[EntrySize];
        for (; cookie < (ulong)file.Entries.Entries.Count && used < buffer.Length; cookie++)
        {
            (string name, WasiFileKind kind) = file.Entries.Entries[(int)cookie];
            byte[] bytes = Encoding.UTF8.GetBytes(name);
            header.Clear();
            BinaryPrimitives.WriteUInt64LittleEndian(header, cookie + 1);
            BinaryPrimitives.WriteUInt32LittleEndian(header[16..], (uint)bytes.Length);
            header[20] = ToFileType(kind);
            used += CopyWhatFits(header, buffer[used..]);
            used += CopyWhatFits(bytes, buffer[used..]);
        }

        call.Charge(used);
        call.Write(call.U32(4), (uint)used);
        return Errno.Success;
    }

    private static int CopyWhatFits(ReadOnlySpan<byte> from, Span<byte> to)
    {
        int length = Math.Min(from.Length, to.Length);
        from[..length].CopyTo(to);
        return length;
    }

    private static byte ToFileType(WasiFileKind kind) => kind switch
    {
        WasiFileKind.BlockDevice => 1,
        WasiFileKind.CharacterDevice => CharacterDevice,
        WasiFileKind.Directory => DirectoryType,
        WasiFileKind.RegularFile => 4,
        WasiFileKind.Socket => 6,
        WasiFileKind.SymbolicLink => 7,
        _ => 0,
    };
}
