using System.Runtime.InteropServices;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Capabilities.Files;

/// <summary>The one call of macOS that .NET has no equal for: which kind an entry is (stat(2)).</summary>
internal static partial class MacNative
{
    /// <summary>
    /// The kind of the entry at a path, without following a link at its end; null where there is none.
    /// </summary>
    public static GuestFileKind? FindKind(string path)
    {
        // On Intel the plain name is a version with 32-bit inode numbers and another layout.
        int result = RuntimeInformation.ProcessArchitecture == Architecture.X64
            ? StatWith64BitInodes(path, out MacStat entry)
            : Stat(path, out entry);
        return result < 0 ? null : UnixMode.ToKind(entry.Mode);
    }

    [LibraryImport("libc", EntryPoint = "lstat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(string path, out MacStat entry);

    [LibraryImport("libc", EntryPoint = "lstat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatWith64BitInodes(string path, out MacStat entry);

    /// <summary>struct stat with 64-bit inode numbers (sys/stat.h); only its mode is read.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 144)]
    private struct MacStat
    {
        [FieldOffset(4)]
        public ushort Mode;
    }
}
