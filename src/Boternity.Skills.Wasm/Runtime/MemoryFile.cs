using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>
/// A memory's contents in a file that has no name and lies in memory (Linux): each instance maps it privately, so that
/// it takes time and memory only for the pages that it uses.
/// </summary>
internal sealed partial class MemoryFile : IDisposable
{
    private const uint CloseOnExec = 1;

    private MemoryFile(SafeFileHandle handle) => Handle = handle;

    public SafeFileHandle Handle { get; }

    /// <summary>Makes a file of zeros; null where the system has no such files, or has no memory.</summary>
    /// <param name="length">Its length in bytes.</param>
    public static MemoryFile? TryCreate(long length)
    {
        if (!OperatingSystem.IsLinux() || Create("wasm-snapshot", CloseOnExec) is not (>= 0 and var descriptor))
        {
            return null;
        }

        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        try
        {
            RandomAccess.SetLength(handle, length);
            return new MemoryFile(handle);
        }
        catch (IOException)
        {
            handle.Dispose();
            return null;
        }
    }

    /// <summary>Writes bytes; false where the system has no memory.</summary>
    public bool TryWrite(ReadOnlySpan<byte> bytes, long offset)
    {
        try
        {
            RandomAccess.Write(Handle, bytes, offset);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public void Dispose() => Handle.Dispose();

    [LibraryImport("libc", EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Create(string name, uint flags);
}
