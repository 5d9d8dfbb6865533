namespace Boternity.Skills.Wasm.Runtime;

/// <summary>
/// A memory's contents: the blocks that are not all zeros, in a file that instances map where the system has such
/// files, and copied by them elsewhere. Immutable.
/// </summary>
internal sealed class MemorySnapshot
{
    private const int BlockBytes = 4096;

    private readonly List<(ulong Offset, byte[] Bytes)> _runs = [];

    public MemorySnapshot(Memory memory)
    {
        Pages = memory.Pages;
        List<(ulong Start, ulong End)> used = FindUsed(memory);
        HeldBytes = used.Sum(static run => (long)(run.End - run.Start));
        File = TryWriteFile(memory, used);
        if (File is null)
        {
            _runs.AddRange(used.Select(
                run => (run.Start, memory.GetSpan(run.Start, run.End - run.Start).ToArray())));
        }
    }

    public uint Pages { get; }

    /// <summary>The contents as a file; null where they are copied. Instances may outlive the snapshot.</summary>
    public MemoryFile? File { get; }

    public long HeldBytes { get; }

    /// <summary>Copies the contents into a memory of zeros.</summary>
    public void CopyTo(Memory memory)
    {
        if (File is null)
        {
            foreach ((ulong offset, byte[] bytes) in _runs)
            {
                bytes.CopyTo(memory.GetSpan(offset, (ulong)bytes.Length));
            }

            return;
        }

        for (ulong offset = 0; offset < memory.Length; offset += Memory.PageBytes)
        {
            RandomAccess.Read(File.Handle, memory.GetSpan(offset, Memory.PageBytes), (long)offset);
        }
    }

    private static List<(ulong Start, ulong End)> FindUsed(Memory memory)
    {
        List<(ulong Start, ulong End)> used = [];
        for (ulong offset = 0; offset < memory.Length; offset += BlockBytes)
        {
            if (!memory.GetSpan(offset, BlockBytes).ContainsAnyExcept((byte)0))
            {
                continue;
            }

            if (used.Count > 0 && used[^1].End == offset)
            {
                used[^1] = (used[^1].Start, offset + BlockBytes);
            }
            else
            {
                used.Add((offset, offset + BlockBytes));
            }
        }

        return used;
    }

    private static MemoryFile? TryWriteFile(Memory memory, List<(ulong Start, ulong End)> used)
    {
        MemoryFile? file = MemoryFile.TryCreate((long)memory.Length);
        if (file is null)
        {
            return null;
        }

        foreach ((ulong start, ulong end) in used)
        {
            if (!file.TryWrite(memory.GetSpan(start, end - start), (long)start))
            {
                file.Dispose();
                return null;
            }
        }

        return file;
    }
}
