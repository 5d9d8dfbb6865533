using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>
/// The pages of a snapshot that every run writes to, as the first runs show. They are made writable before a run, all
/// at once: each of them would cost the run a fault, and with several processors a word to all of them. What the pages
/// hold is the snapshot's in either case. Linux alone; elsewhere snapshots are copied.
/// </summary>
internal sealed unsafe class WrittenPages
{
    /// <summary>How many runs are looked at.</summary>
    public const int MaxRuns = 8;

    // Linux, Documentation/admin-guide/mm/pagemap.rst: present, and of a file or shared. A page that was written to is
    // present and its mapping's own.
    private const ulong Present = 1UL << 63;
    private const ulong OfFile = 1UL << 61;

    // A range with a few more pages is cheaper than two.
    private const int MaxGap = 2;

    private static readonly int PageBytes = Environment.SystemPageSize;

    private readonly Lock _lock = new();
    private bool[]? _written;
    private int _runs;
    private volatile (int First, int Count)[] _ranges = [];

    /// <summary>Whether more runs are to be looked at.</summary>
    public bool IsLearning => Volatile.Read(ref _runs) < MaxRuns;

    /// <summary>The pages, in order.</summary>
    public IReadOnlyList<(int First, int Count)> Ranges => _ranges;

    /// <summary>Makes the pages of a mapping writable, before a run.</summary>
    public void Prepare(byte* mapping)
    {
        foreach ((int first, int count) in _ranges)
        {
            if (!VirtualMemory.TryPopulate(mapping + ((nint)first * PageBytes), (nuint)count * (nuint)PageBytes))
            {
                _ranges = [];
                return;
            }
        }
    }

    /// <summary>Looks at what a run wrote to, while its mapping is there.</summary>
    public void Observe(byte* mapping, ulong length)
    {
        ulong[] entries = new ulong[length / (ulong)PageBytes];
        bool isRead = TryRead((ulong)mapping / (ulong)PageBytes * sizeof(ulong), entries);
        lock (_lock)
        {
            if (!isRead)
            {
                // It will not be readable next time either.
                _runs = MaxRuns;
                return;
            }

            _written ??= [.. entries.Select(static _ => true)];
            for (int i = 0; i < entries.Length; i++)
            {
                // Pages that were made writable beforehand look written to.
                _written[i] &= (entries[i] & (Present | OfFile)) == Present;
            }

            if (++_runs == MaxRuns)
            {
                _ranges = FindRanges(_written);
            }
        }
    }

    private static (int First, int Count)[] FindRanges(bool[] pages)
    {
        List<(int First, int Count)> ranges = [];
        for (int i = 0; i < pages.Length; i++)
        {
            if (!pages[i])
            {
                continue;
            }

            if (ranges is [.., var last] && i - (last.First + last.Count) <= MaxGap)
            {
                ranges[^1] = (last.First, i + 1 - last.First);
            }
            else
            {
                ranges.Add((i, 1));
            }
        }

        return [.. ranges];
    }

    private static bool TryRead(ulong offset, ulong[] entries)
    {
        try
        {
            using SafeFileHandle map = File.OpenHandle("/proc/self/pagemap");
            Span<byte> bytes = MemoryMarshal.AsBytes(entries.AsSpan());
            return RandomAccess.Read(map, bytes, (long)offset) == bytes.Length;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
