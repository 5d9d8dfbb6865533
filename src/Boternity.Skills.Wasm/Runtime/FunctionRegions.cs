using System.Runtime.CompilerServices;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>Where a function's machine code can be entered in the middle of a call, block by block.</summary>
internal sealed unsafe class FunctionRegions
{
    private readonly Dictionary<int, int> _blocks;
    private readonly int[] _words;
    private readonly nint[] _entries;
    private readonly int[] _passages;
    private readonly List<RegionEntry[]> _cells = [];

    /// <param name="keys">Per block, what makes it one, as an offset in the binary.</param>
    /// <param name="words">Per block, the word of the interpreter's code where it begins; -1 where that has
    /// none.</param>
    public FunctionRegions(int[] keys, int[] words)
    {
        _blocks = new Dictionary<int, int>(keys.Length);
        for (int i = 0; i < keys.Length; i++)
        {
            _blocks.Add(keys[i], i);
        }

        _words = words;
        _passages = new int[keys.Length];
        _entries = GC.AllocateArray<nint>(Math.Max(1, keys.Length), pinned: true);
        Entries = (nint*)Unsafe.AsPointer(ref _entries[0]);
    }

    /// <summary>Per block the address of its <see cref="RegionEntry"/>; 0 where there is none. Lives as long as this
    /// object.</summary>
    public nint* Entries { get; }

    /// <summary>Notes some passages to a block from another region.</summary>
    public void NotePassages(long block) => Interlocked.Increment(ref _passages[block]);

    /// <summary>How often passages to a block were noted since this was last asked.</summary>
    public int TakePassages(int block) => Interlocked.Exchange(ref _passages[block], 0);

    /// <summary>How many blocks can be entered.</summary>
    public int Count => _entries.Count(entry => entry != 0);

    /// <summary>Where the code of a block is entered; null where it cannot be.</summary>
    public RegionEntry* FindEntry(int block) => (RegionEntry*)Volatile.Read(ref Entries[block]);

    /// <summary>As <see cref="FindEntry"/>, by what makes the block.</summary>
    public RegionEntry* FindEntryOf(int key) => _blocks.TryGetValue(key, out int block) ? FindEntry(block) : null;

    /// <summary>Where the interpreter goes on when a region was left.</summary>
    /// <param name="next">As <see cref="RegionExit.Next"/>.</param>
    /// <param name="block">Where the region was entered.</param>
    public int WordOf(long next, long block) => next switch
    {
        >= 0 => _words[next],
        RegionExit.Refused => _words[block] + 1,
        _ => (int)(RegionExit.FirstWord - next),
    };

    /// <summary>Lets everybody use code.</summary>
    /// <param name="address">The code of a region.</param>
    /// <param name="blocks">The blocks where it can be entered, in the order of their ordinals.</param>
    public void Publish(nint address, int[] blocks)
    {
        RegionEntry[] cells = GC.AllocateArray<RegionEntry>(Math.Max(1, blocks.Length), pinned: true);
        _cells.Add(cells);
        for (int i = 0; i < blocks.Length; i++)
        {
            cells[i] = new RegionEntry { Address = address, Ordinal = i };
            Volatile.Write(ref Entries[blocks[i]], (nint)Unsafe.AsPointer(ref cells[i]));
        }
    }
}
