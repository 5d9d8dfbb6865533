using System.Runtime.InteropServices;
using Boternity.Skills.Wasm.Runtime;
using Microsoft.Win32.SafeHandles;

namespace Boternity.Skills.Wasmtime.Memory;

/// <summary>
/// Which pages of a mapping are its own, and no longer those of the file that is mapped there, as after a write: Linux
/// says so in <c>/proc/self/pagemap</c>. It is tried out before it is believed: a page that is missing would be what
/// one guest leaves for the next.
/// </summary>
internal static unsafe class OwnPages
{
    private const ulong Present = 1UL << 63;
    private const ulong Swapped = 1UL << 62;
    private const ulong OfAFile = 1UL << 61;
    private const int PagesAtOnce = 2_048;

    private static readonly nuint PageBytes = (nuint)Environment.SystemPageSize;
    private static readonly Lazy<SafeFileHandle?> Map = new(Open);

    /// <summary>Finds the pages of a part, as ranges of bytes from its start; false where the system does not say.
    /// </summary>
    /// <param name="start">Where the part begins: at a page.</param>
    /// <param name="length">Its bytes, whole pages.</param>
    /// <param name="written">Gets the ranges, in their order.</param>
    public static bool TryFind(byte* start, nuint length, List<(nuint Offset, nuint Length)> written) =>
        Map.Value is { } map && TryFind(map, start, length, written);

    private static bool TryFind(
        SafeFileHandle map, byte* start, nuint length, List<(nuint Offset, nuint Length)> written)
    {
        Span<ulong> entries = stackalloc ulong[PagesAtOnce];
        nuint from = 0;
        nuint end = 0;
        for (nuint at = 0; at < length;)
        {
            int wanted = (int)Math.Min(PagesAtOnce, (length - at) / PageBytes);
            if (wanted == 0 || !TryRead(map, start + at, entries[..wanted]))
            {
                return false;
            }

            for (int i = 0; i < wanted; i++, at += PageBytes)
            {
                bool isOwn = (entries[i] & Swapped) != 0 || (entries[i] & (Present | OfAFile)) == Present;
                if (isOwn && end != at)
                {
                    Add(written, from, end);
                    from = at;
                }

                end = isOwn ? at + PageBytes : end;
            }
        }

        Add(written, from, end);
        return true;
    }

    private static void Add(List<(nuint Offset, nuint Length)> written, nuint from, nuint end)
    {
        if (end > from)
        {
            written.Add((from, end - from));
        }
    }

    private static bool TryRead(SafeFileHandle map, byte* start, Span<ulong> entries)
    {
        try
        {
            Span<byte> bytes = MemoryMarshal.AsBytes(entries);
            return RandomAccess.Read(map, bytes, (long)((nuint)start / PageBytes) * sizeof(ulong)) == bytes.Length;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static SafeFileHandle? Open()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        SafeFileHandle? map = null;
        try
        {
            map = File.OpenHandle("/proc/self/pagemap");
            if (IsRight(map))
            {
                return map;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Not every system lets a process look.
        }

        map?.Dispose();
        return null;
    }

    // A page that was written to, one that was only read, one that was not touched, and one that no file is behind.
    private static bool IsRight(SafeFileHandle map)
    {
        nuint inFile = 3 * PageBytes;
        nuint all = 4 * PageBytes;
        using MemoryFile? file = MemoryFile.TryCreate((long)inFile);
        byte* start = file is null ? null : VirtualMemory.TryReserve(all);
        if (start is null)
        {
            return false;
        }

        try
        {
            if (!VirtualMemory.TryMapPrivate(start, inFile, file!)
                || !VirtualMemory.TryCommit(start + inFile, PageBytes))
            {
                return false;
            }

            Volatile.Write(ref start[0], 1);
            _ = Volatile.Read(ref start[PageBytes]);
            Volatile.Write(ref start[inFile], 1);
            List<(nuint Offset, nuint Length)> written = [];
            return TryFind(map, start, all, written)
                && written is [(Offset: 0, Length: var first), (Offset: var second, Length: var last)]
                && first == PageBytes && second == inFile && last == PageBytes;
        }
        finally
        {
            VirtualMemory.Release(start, all);
        }
    }
}
