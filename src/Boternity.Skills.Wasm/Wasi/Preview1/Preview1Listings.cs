using System.Buffers.Binary;
using System.Text;
using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Wasi.Filesystem;

namespace Boternity.Skills.Wasm.Wasi.Preview1;

/// <summary><c>fd_readdir</c>.</summary>
internal static class Preview1Listings
{
    private const int EntrySize = 24;

    // Beside its bytes: the host looks at each.
    private const long FuelPerEntry = 50;

    // Every directory has these two, first and in this order; the host's listings leave them out.
    private static readonly string[] Own = [".", ".."];

    /// <summary>
    /// Writes entries into a buffer: the next cookie u64, ino u64, the name's length u32, its type u8; then the name.
    /// What does not fit is cut: the guest asks again.
    /// </summary>
    public static Errno Read(Preview1Call call)
    {
        Preview1File file = call.GetFile(0);
        IGuestDirectory directory = file.Directory;
        ulong cookie = call.U64(3);
        if (cookie == 0 || file.Entries is null)
        {
            file.Entries?.Dispose();
            file.Entries = null;
            file.Entries = new WasiDirectoryListing(call.Guest, directory);
        }

        IReadOnlyList<GuestDirectoryEntry> entries = file.Entries.Entries;
        Span<byte> buffer = call.GetSpan(call.U32(1), call.U32(2));
        int used = 0;
        for (; cookie < (ulong)(Own.Length + entries.Count) && used < buffer.Length; cookie++)
        {
            call.Guest.ConsumeFuel(FuelPerEntry);
            call.Guest.CheckInterrupt();
            (string name, GuestFileKind kind) = cookie < (ulong)Own.Length
                ? (Own[cookie], GuestFileKind.Directory)
                : (entries[(int)cookie - Own.Length].Name, entries[(int)cookie - Own.Length].Kind);
            used += Write(buffer[used..], cookie, name, kind, NodeOf(directory, name));
        }

        call.Charge(used);
        call.Write(call.U32(4), (uint)used);
        return Errno.Success;
    }

    // The directory above may be the host's own, of which the guest learns nothing; what is gone by now has none.
    private static ulong NodeOf(IGuestDirectory directory, string name)
    {
        try
        {
            return name == ".." ? 0 : directory.GetInfo(name).Node;
        }
        catch (GuestFileException)
        {
            return 0;
        }
    }

    private static int Write(Span<byte> buffer, ulong cookie, string name, GuestFileKind kind, ulong node)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        Span<byte> header = stackalloc byte[EntrySize];
        header.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(header, cookie + 1);
        BinaryPrimitives.WriteUInt64LittleEndian(header[8..], node);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], (uint)bytes.Length);
        header[20] = Preview1Descriptors.ToFileType(kind);
        int used = CopyWhatFits(header, buffer);
        return used + CopyWhatFits(bytes, buffer[used..]);
    }

    private static int CopyWhatFits(ReadOnlySpan<byte> from, Span<byte> to)
    {
        int length = Math.Min(from.Length, to.Length);
        from[..length].CopyTo(to);
        return length;
    }
}
