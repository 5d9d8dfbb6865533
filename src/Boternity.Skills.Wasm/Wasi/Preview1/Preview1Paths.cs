using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Wasi.Filesystem;

namespace Boternity.Skills.Wasm.Wasi.Preview1;

/// <summary>Paths below a directory.</summary>
internal static class Preview1Paths
{
    private const uint FollowFlag = 1;

    public static IReadOnlyList<Preview1Function> Functions { get; } =
    [
        Define("path_open", "iiiiiIIii", Preview1Rights.Open, Open),
        Define("path_filestat_get", "iiiii", Preview1Rights.GetPathStat, GetStat),
        Define("path_filestat_set_times", "iiiiIIi", Preview1Rights.SetPathTimes, SetTimes),
        Define("path_create_directory", "iii", Preview1Rights.CreateDirectory, CreateDirectory),
        Define("path_remove_directory", "iii", Preview1Rights.RemoveDirectory, RemoveDirectory),
        Define("path_unlink_file", "iii", Preview1Rights.RemoveFile, RemoveFile),
        Define("path_rename", "iiiiii", Preview1Rights.RenameSource, Rename),

        // Links are neither made nor followed, as in 0.2.
        new() { Name = "path_link", Parameters = "iiiiiii", Operation = static call => RefuseLink(call, 0) },
        new() { Name = "path_symlink", Parameters = "iiiii", Operation = static call => RefuseLink(call, 2) },
        new() { Name = "path_readlink", Parameters = "iiiiii", Operation = static call => RefuseLink(call, 0) },
    ];

    private static Preview1Function Define(
        string name, string parameters, Preview1Rights requires, Preview1Operation operation) =>
        new() { Name = name, Parameters = parameters, Requires = requires, Operation = operation };

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
        const uint creates = 1, onlyDirectory = 2, truncates = 8;
        Preview1File directory = call.GetFile(0);
        uint openFlags = call.U32(4);
        if (((openFlags & creates) != 0 && !directory.Allows(Preview1Rights.CreateFile))
            || ((openFlags & truncates) != 0 && !directory.Allows(Preview1Rights.SetPathSize)))
        {
            return Errno.NotCapable;
        }

        var rights = (Preview1Rights)call.U64(5) & ~directory.DroppedBelow;
        if ((openFlags & onlyDirectory) != 0 && rights.HasFlag(Preview1Rights.Write))
        {
            return Errno.IsDirectory;
        }

        var fileFlags = (Preview1FileFlags)call.U32(7);
        ulong flags =
            ((rights & reads) != 0 ? WasiDescriptor.Read : 0) | ((rights & writes) != 0 ? WasiDescriptor.Write : 0);

        // Emptying a file needs no right to write to it afterwards.
        Preview1Rights dropped = directory.DroppedBelow;
        if ((openFlags & truncates) != 0 && (rights & writes) == 0)
        {
            flags |= WasiDescriptor.Read | WasiDescriptor.Write;
            dropped |= writes;
        }

        // The flags of creating, only directories, exclusive and truncating are those of 0.2.
        WasiDescriptor descriptor =
            WasiFilesystem.Open(call.Guest, directory.Directory, call.GetPath(2), openFlags, flags);
        var file = new Preview1File
        {
            Descriptor = descriptor,
            Flags = fileFlags,
            Dropped = dropped,
            DroppedBelow = directory.DroppedBelow,
        };
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
        Preview1File target = call.GetFile(3);
        if (!target.Allows(Preview1Rights.RenameTarget))
        {
            return Errno.NotCapable;
        }

        call.GetFile(0).Directory.Rename(call.GetPath(1), target.Directory, call.GetPath(4));
        return Errno.Success;
    }
}
