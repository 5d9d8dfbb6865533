using System.Runtime.InteropServices;
using System.Text;

namespace Boternity.Skills.Storage;

/// <summary>
/// Puts the names in a directory on the disk. The base library opens no directories, so this asks the C library. It is
/// done where it is possible: another file system than the real one has no such path, Windows keeps a journal of
/// names itself.
/// </summary>
internal static class UnixDirectory
{
    private const int ReadOnly = 0;

    public static void Flush(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = Open(Encoding.UTF8.GetBytes(path + '\0'), ReadOnly);
        if (descriptor >= 0)
        {
            _ = Synchronize(descriptor);
            _ = Close(descriptor);
        }
    }

    [DllImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Synchronize(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
