using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Wasi.Io;

namespace Boternity.Skills.Wasm.Wasi.Preview1;

/// <summary>Reading and writing files and streams.</summary>
internal static class Preview1Transfers
{
    private const uint MaxVectors = 1024;
    private const uint VectorSize = 8;
    private const uint MaxAdvice = 5;

    public static IReadOnlyList<Preview1Function> Functions { get; } =
    [
        Define("fd_read", "iiii", Preview1Rights.Read, static call => Transfer(call, null, 3, Read)),
        Define("fd_pread", "iiiIi", Preview1Rights.Read, static call => Transfer(call, 3, 4, Read)),
        Define("fd_write", "iiii", Preview1Rights.Write, static call => Transfer(call, null, 3, Write)),
        Define("fd_pwrite", "iiiIi", Preview1Rights.Write, static call => Transfer(call, 3, 4, Write)),
        Define("fd_seek", "iIii", Preview1Rights.Seek, Seek),
        Define("fd_tell", "ii", Preview1Rights.Tell, Tell),
        Define("fd_sync", "i", Preview1Rights.Sync, Sync),
        Define("fd_datasync", "i", Preview1Rights.DataSync, Sync),
        Define("fd_advise", "iIIi", Preview1Rights.Advise, Advise),
        Define("fd_allocate", "iII", Preview1Rights.Allocate, Allocate),
        Define("fd_filestat_set_size", "iI", Preview1Rights.SetSize, SetSize),
    ];

    private delegate int Mover(Guest guest, Preview1File file, long position, Span<byte> bytes);

    private static Preview1Function Define(
        string name, string parameters, Preview1Rights requires, Preview1Operation operation) =>
        new() { Name = name, Parameters = parameters, Requires = requires, Operation = operation };

    // Moves bytes between a file and the buffers that a list of (address u32, length u32) names.
    private static Errno Transfer(Preview1Call call, int? positionArgument, int resultArgument, Mover move)
    {
        Preview1File file = call.GetFile(0);
        if (file.Descriptor is { IsDirectory: true })
        {
            return Errno.IsDirectory;
        }

        if (positionArgument is not null && file.Descriptor is null)
        {
            return Errno.InvalidSeek;
        }

        uint vectors = call.U32(1), count = call.U32(2);
        if (count > MaxVectors)
        {
            return Errno.Invalid;
        }

        ulong start = positionArgument is { } argument ? call.U64(argument) : (ulong)file.Position;
        bool appends = file.Flags.HasFlag(Preview1FileFlags.Append) && move == Write && file.Descriptor is not null;
        if (positionArgument is null && appends)
        {
            start = (ulong)file.File.Length;
        }

        if (start > long.MaxValue)
        {
            return Errno.Invalid;
        }

        uint moved = 0;
        for (uint i = 0; i < count; i++)
        {
            uint vector = vectors + (i * VectorSize);
            Span<byte> buffer = call.GetSpan(call.ReadU32(vector), call.ReadU32(vector + 4));
            if (buffer.Length > int.MaxValue - moved)
            {
                return Errno.Invalid;
            }

            call.Charge(buffer.Length);
            int done = move(call.Guest, file, (long)start + moved, buffer);
            moved += (uint)done;
            if (done < buffer.Length)
            {
                break;
            }
        }

        if (positionArgument is null)
        {
            file.Position = (long)start + moved;
        }

        call.Write(call.U32(resultArgument), moved);
        return Errno.Success;
    }

    private static int Read(Guest guest, Preview1File file, long position, Span<byte> buffer)
    {
        if (file.Output is not null || (file.Descriptor is not null && !file.File.CanRead))
        {
            throw new GuestFileException(GuestFileError.BadDescriptor);
        }

        return file.IsInput ? WasiStandardInput.State.Of(guest).Read(buffer) : file.File.Read(position, buffer);
    }

    private static int Write(Guest guest, Preview1File file, long position, Span<byte> bytes)
    {
        if (file.IsInput || (file.Descriptor is not null && !file.File.CanWrite))
        {
            throw new GuestFileException(GuestFileError.BadDescriptor);
        }

        if (file.Output is { } output)
        {
            output.Write(bytes);
        }
        else
        {
            file.File.Write(position, bytes);
        }

        return bytes.Length;
    }

    private static Errno Seek(Preview1Call call)
    {
        Preview1File file = call.GetFile(0);
        if (file.Descriptor is null)
        {
            return Errno.InvalidSeek;
        }

        if (file.Descriptor.IsDirectory)
        {
            return Errno.BadDescriptor;
        }

        long? origin = call.U32(2) switch
        {
            0 => 0,
            1 => file.Position,
            2 => file.File.Length,
            _ => null,
        };
        var offset = (long)call.U64(1);
        if (origin is not { } from || offset < -from || offset > long.MaxValue - from)
        {
            return Errno.Invalid;
        }

        file.Position = from + offset;
        call.Write(call.U32(3), (ulong)file.Position);
        return Errno.Success;
    }

    private static Errno Tell(Preview1Call call)
    {
        Preview1File file = call.GetFile(0);
        if (file.Descriptor is not { IsDirectory: false })
        {
            return file.Descriptor is null ? Errno.InvalidSeek : Errno.BadDescriptor;
        }

        call.Write(call.U32(1), (ulong)file.Position);
        return Errno.Success;
    }

    private static Errno Sync(Preview1Call call)
    {
        Preview1File file = call.GetFile(0);
        if (file.Descriptor is { IsDirectory: true })
        {
            file.Directory.Sync();
        }
        else if (file.Descriptor is not null)
        {
            file.File.Sync();
        }

        return Errno.Success;
    }

    private static Errno Advise(Preview1Call call)
    {
        _ = call.GetFile(0).File;
        return call.U32(3) <= MaxAdvice ? Errno.Success : Errno.Invalid;
    }

    private static Errno Allocate(Preview1Call call)
    {
        IGuestFile file = call.GetFile(0).File;
        if (call.U64(1) > long.MaxValue || call.U64(2) > (ulong)long.MaxValue - call.U64(1))
        {
            return Errno.FileTooLarge;
        }

        long size = (long)(call.U64(1) + call.U64(2));
        if (size > file.Length)
        {
            file.SetLength(size);
        }

        return Errno.Success;
    }

    private static Errno SetSize(Preview1Call call)
    {
        if (call.U64(1) > long.MaxValue)
        {
            return Errno.FileTooLarge;
        }

        call.GetFile(0).File.SetLength((long)call.U64(1));
        return Errno.Success;
    }
}
