using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Wasi;

/// <content>Paths below a directory.</content>
internal static partial class Preview1
{
    private const uint FollowFlag = 1;
    private const ulong ReadsFile = 1UL << 1 | 1UL << 14;
    private const ulong WritesFile = 1UL << 0 | 1UL << 6 | 1UL << 8 | 1UL << 22;

    private static void DefinePaths(Linker linker)
    {
        Define(linker, "path_open", "iiiiiIIii", Open);
        Define(linker, "path_filestat_get", "iiiii", static call =>
        {
            WasiEntry entry = call.GetFile(0).Directory.GetEntry(call.GetPath(2));
            bool isRefused = entry.Kind == WasiFileKind.SymbolicLink && (call.U32(1) & FollowFlag) != 0;
            return isRefused ? Errno.Loop : WriteStat(call, entry, call.U32(4));
        });
        Define(linker, "path_filestat_set_times", "iiiiIIi", static call =>
        {
            using WasiFile file = call.GetFile(0).Directory.OpenFile(call.GetPath(2), WasiOpen.Write);
            return SetTimes(call, file, 4);
        });
        Define(linker, "path_create_directory", "iii", static call =>
        {
            call.GetFile(0).Directory.CreateDirectory(call.GetPath(1));
            return Errno.Success;
        });
        Define(linker, "path_remove_directory", "iii", static call =>
        {
            call.GetFile(0).Directory.RemoveDirectory(call.GetPath(1));
            return Errno.Success;
        });
        Define(linker, "path_unlink_file", "iii", static call =>
        {
            call.GetFile(0).Directory.RemoveFile(call.GetPath(1));
            return Errno.Success;
        });
        Define(linker, "path_rename", "iiiiii", static call =>
        {
            call.GetFile(0).Directory.Rename(call.GetPath(1), call.GetFile(3).Directory, call.GetPath(4));
            return Errno.Success;
        });

        // Links are neither made nor followed, as in 0.2.
        Define(linker, "path_link", "iiiiiii", static call => RefuseLink(call, 0));
        Define(linker, "path_symlink", "iiiii", static call => RefuseLink(call, 2));
        Define(linker, "path_readlink", "iiiiii", static call => RefuseLink(call, 0));
    }

    private static Errno RefuseLink(Preview1Call call, int directoryArgument)
    {
        _ = call.GetFile(directoryArgument).Directory;
        return Errno.NotCapable;
    }

    // directory, lookup flags, path, oflags, rights u64, inherited rights u64, fdflags, where the descriptor goes.
    private static Errno Open(Preview1Call call)
    {
        ulong rights = call.U64(5), flags = 0;
        if ((rights & ReadsFile) != 0) flags |= WasiDescriptor.Read;
        if ((rights & WritesFile) != 0) flags |= WasiDescriptor.Write;

        // The flags of creating, only directories, exclusive and truncating are those of 0.2.
        WasiDescriptor descriptor = WasiFilesystem.Open(call.GetFile(0).Directory, call.GetPath(2), call.U32(4), flags);
        if (call.Wasi.Files.Add(new Preview1File(descriptor, appends: (call.U32(7) & AppendFlag) != 0)) is not { } number)
        {
            descriptor.Dispose();
            return Errno.TooManyOpen;
        }

        call.Write(call.U32(8), number);
        return Errno.Success;
    }
}
