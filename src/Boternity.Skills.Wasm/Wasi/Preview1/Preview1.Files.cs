using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Wasi;

/// <content>Reading and writing.</content>
internal static partial class Preview1
{
    private const uint MaxVectors = 1024;

    [Flags]
    private enum TimeFlags
    {
        Accessed = 1,
        AccessedNow = 2,
        Modified = 4,
        ModifiedNow = 8,
    }

    private static void DefineFiles(Linker linker)
    {
        Define(linker, "fd_read", "iiii", static call => Transfer(call, positionArgument: null, resultArgument: 3, Read));
        Define(linker, "fd_pread", "iiiIi", static call => Transfer(call, positionArgument: 3, resultArgument: 4, Read));
        Define(linker, "fd_write", "iiii", static call => Transfer(call, positionArgument: null, resultArgument: 3, Write));
        Define(linker, "fd_pwrite", "iiiIi", static call => Transfer(call, positionArgument: 3, resultArgument: 4, Write));
        Define(linker, "fd_seek", "iIii", Seek);
        Define(linker, "fd_tell", "ii", static call =>
        {
            Preview1File file = call.GetFile(0);
            if (file.Descriptor is not { IsDirectory: false }) return file.Descriptor is null ? Errno.InvalidSeek : Errno.BadDescriptor;
            call.Write(call.U32(1), (ulong)file.Position);
            return Errno.Success;
        });
        Define(linker, "fd_sync", "i", static call => Sync(call));
        Define(linker, "fd_datasync", "i", static call => Sync(call));
        Define(linker, "fd_advise", "iIIi", static call =>
        {
            _ = call.GetFile(0).File;
            return call.U32(3) <= 5 ? Errno.Success : Errno.Invalid;
        });
        Define(linker, "fd_allocate", "iII", static call =>
        {
            WasiFile file = call.GetFile(0).File;
            if (call.U64(1) > long.MaxValue || call.U64(2) > (ulong)long.MaxValue - call.U64(1)) return Errno.FileTooLarge;
            long size = (long)(call.U64(1) + call.U64(2));
            if (size > file.Length) file.SetLength(size);
            return Errno.Success;
        });
        Define(linker, "fd_filestat_set_size", "iI", static call =>
        {
            if (call.U64(1) > long.MaxValue) return Errno.FileTooLarge;
            call.GetFile(0).File.SetLength((long)call.U64(1));
            return Errno.Success;
        });
        Define(linker, "fd_filestat_set_times", "iIIi", static call => SetTimes(call, call.GetFile(0).File, 1));
    }

    private delegate int Mover(Preview1File file, long position, Span<byte> bytes);

    // Moves bytes between a file and the buffers that a list of (address u32, length u32) names.
    private static Errno Transfer(Preview1Call call, int? positionArgument, int resultArgument, Mover move)
    {
        Preview1File file = call.GetFile(0);
        if (file.Descriptor is { IsDirectory: true }) return Errno.IsDirectory;
        if (positionArgument is not null && file.Descriptor is null) return Errno.InvalidSeek;
        uint vectors = call.U32(1), count = call.U32(2);
        if (count > MaxVectors) return Errno.Invalid;
        ulong start = positionArgument is { } argument ? call.U64(argument) : (ulong)file.Position;
        if (positionArgument is null && file.Appends && move == Write && file.Descriptor is not null) start = (ulong)file.File.Length;
        if (start > long.MaxValue) return Errno.Invalid;
        uint moved = 0;
        for (uint i = 0; i < count; i++)
        {
            Span<byte> buffer = call.GetSpan(call.ReadU32(vectors + (i * 8)), call.ReadU32(vectors + (i * 8) + 4));
            if (buffer.Length > int.MaxValue - moved) return Errno.Invalid;
            call.Charge(buffer.Length);
            int done = move(file, (long)start + moved, buffer);
            moved += (uint)done;
            if (done < buffer.Length) break;
        }

        if (positionArgument is null) file.Position = (long)start + moved;
        call.Write(call.U32(resultArgument), moved);
        return Errno.Success;
    }

    private static int Read(Preview1File file, long position, Span<byte> buffer)
    {
        if (file.Output is not null || (file.Descriptor is not null && !file.File.CanRead)) throw new WasiFileException(WasiErrorCode.BadDescriptor);
        return file.Input is { } input ? Math.Max(0, input.Read(buffer)) : file.File.Read(position, buffer);
    }

    private static int Write(Preview1File file, long position, Span<byte> bytes)
    {
        if (file.Input is not null || (file.Descriptor is not null && !file.File.CanWrite)) throw new WasiFileException(WasiErrorCode.BadDescriptor);
        if (file.Output is { } output) output.Write(bytes);
        else file.File.Write(position, bytes);
        return bytes.Length;
    }

    private static Errno Seek(Preview1Call call)
    {
        Preview1File file = call.GetFile(0);
        if (file.Descriptor is null) return Errno.InvalidSeek;
        long? origin = call.U32(2) switch
        {
            0 => 0,
            1 => file.Position,
            2 => file.File.Length,
            _ => null,
        };
        var offset = (long)call.U64(1);
        if (file.Descriptor.IsDirectory) return Errno.BadDescriptor;
        if (origin is not { } from || offset < -from || offset > long.MaxValue - from) return Errno.Invalid;
        file.Position = from + offset;
        call.Write(call.U32(3), (ulong)file.Position);
        return Errno.Success;
    }

    private static Errno Sync(Preview1Call call)
    {
        Preview1File file = call.GetFile(0);
        if (file.Descriptor is { IsDirectory: true }) file.Directory.Sync();
        else if (file.Descriptor is not null) file.File.Sync();
        return Errno.Success;
    }

    // atim u64, mtim u64 and fstflags u16, from an argument on.
    private static Errno SetTimes(Preview1Call call, WasiFile file, int argument)
    {
        const TimeFlags bothAccessed = TimeFlags.Accessed | TimeFlags.AccessedNow, bothModified = TimeFlags.Modified | TimeFlags.ModifiedNow;
        var flags = (TimeFlags)call.U32(argument + 2);
        if ((flags & bothAccessed) == bothAccessed || (flags & bothModified) == bothModified) return Errno.Invalid;
        DateTimeOffset now = call.Wasi.Time.GetUtcNow();
        DateTimeOffset? accessed = flags.HasFlag(TimeFlags.AccessedNow) ? now : flags.HasFlag(TimeFlags.Accessed) ? WasiClocks.FromUnixNanoseconds(call.U64(argument)) : null;
        DateTimeOffset? modified = flags.HasFlag(TimeFlags.ModifiedNow) ? now : flags.HasFlag(TimeFlags.Modified) ? WasiClocks.FromUnixNanoseconds(call.U64(argument + 1)) : null;
        file.SetTimes(accessed, modified);
        return Errno.Success;
    }
}
