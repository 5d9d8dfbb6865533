using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Wasi.Filesystem;

namespace Boternity.Skills.Wasm.Wasi.Preview1;

/// <summary>Paths below a directory.</summary>
internal static class Preview1Paths
{
    private const uint FollowFlag = 1;

    public static IReadOnlyList<Preview1Function> Functions { get; } =
    [
        new() { Name = "path_open", Parameters = "iiiiiIIii", Operation = Open },
        new() { Name = "path_filestat_get", Parameters = "iiiii", Operation = GetStat },
        new() { Name = "path_filestat_set_times", Parameters = "iiiiIIi", Operation = SetTimes },
        new() { Name = "path_create_directory", Parameters = "iii", Operation = CreateDirectory },
        new() { Name = "path_remove_directory", Parameters = "iii", Operation = RemoveDirectory },
        new() { Name = "path_unlink_file", Parameters = "iii", Operation = RemoveFile },
        new() { Name = "path_rename", Parameters = "iiiiii", Operation = Rename },

        // Links are neither made nor followed, as in 0.2.
        new() { Name = "path_link", Parameters = "iiiiiii", Operation = static call => RefuseLink(call, 0) },
        new() { Name = "path_symlink", Parameters = "iiiii", Operation = static call => RefuseLink(call, 2) },
        new() { Name = "path_readlink", Parameters = "iiiiii", Operation = static call => RefuseLink(call, 0) },
    ];

    private static Errno RefuseLink(Preview1Call call, int directoryArgument)
    {
        _ = call.GetFile(directoryArgument).Directory;
        return Errno.NotCapable;
    }

    // directory, lookup flags, path, oflags, rights u64, inherited rights u64, fdflags, where the descriptor goes.
    private static Errno Open(Preview1Call call)
    {
        const Preview1Rights reads = Preview1Rights.Read | Preview1Rights.ReadDirectory;
        const Preview1Rights writes =
            Preview1Rights.DataSync | Preview1Rights.Write | Preview1Rights.Allocate | Preview1Rights.SetSize;
        var rights = (Preview1Rights)call.U64(5);
        var fileFlags = (Preview1FileFlags)call.U32(7);
        ulong flags =
            ((rights & reads) != 0 ? WasiDescriptor.Read : 0) | ((rights & writes) != 0 ? WasiDescriptor.Write : 0);

        // The flags of creating, only directories, exclusive and truncating are those of 0.2.
        WasiDescriptor descriptor =
            WasiFilesystem.Open(call.Guest, call.GetFile(0).Directory, call.GetPath(2), call.U32(4), flags);
        var file = new Preview1File { Descriptor = descriptor, Flags = fileFlags };
        if (call.Files.Add(file) is not { } number)
        {
            file.Dispose();
            return Errno.TooManyOpen;
        }

        call.Write(call.U32(8), number);
        return Errno.Success;
    }

    private static Errno GetStat(Preview1Call call)
    {
        GuestFileInfo info = call.GetFile(0).Directory.GetInfo(call.GetPath(2));
        bool isRefused = info.Kind == GuestFileKind.SymbolicLink && (call.U32(1) & FollowFlag) != 0;
        return isRefused ? Errno.Loop : Preview1Descriptors.WriteStat(call, info, call.U32(4));
    }

    private static Errno SetTimes(Preview1Call call)
    {
        using IGuestFile file = call.GetFile(0).Directory.OpenFile(call.GetPath(2), GuestOpenFlags.Write);
        return Preview1Times.Set(call, file, 4);
    }

    private static Errno CreateDirectory(Preview1Call call)
    {
        call.GetFile(0).Directory.CreateDirectory(call.GetPath(1));
        return Errno.Success;
    }

    private static Errno RemoveDirectory(Preview1Call call)
    {
        call.GetFile(0).Directory.RemoveDirectory(call.GetPath(1));
        return Errno.Success;
    }

    private static Errno RemoveFile(Preview1Call call)
    {
        call.GetFile(0).Directory.RemoveFile(call.GetPath(1));
        return Errno.Success;
    }

    private static Errno Rename(Preview1Call call)
    {
        call.GetFile(0).Directory.Rename(call.GetPath(1), call.GetFile(3).Directory, call.GetPath(4));
        return Errno.Success;
    }
}
