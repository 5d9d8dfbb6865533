using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>
/// A memory's contents: the blocks that are not all zeros, in a file that instances map where the system has such
/// files, and copied by them elsewhere. Immutable.
/// </summary>
internal sealed class MemorySnapshot
{
    private const int BlockBytes = 4096;

    private readonly List<(ulong Offset, byte[] Bytes)> _runs = [];
    private readonly List<(ulong Start, ulong End)> _used;

    public MemorySnapshot(Memory memory)
    {
        Pages = memory.Pages;
        _used = FindUsed(memory);
        HeldBytes = _used.Sum(static run => (long)(run.End - run.Start));
        File = TryWriteFile(memory, _used);
        if (File is null)
        {
            _runs.AddRange(_used.Select(
                run => (run.Start, memory.GetSpan(run.Start, run.End - run.Start).ToArray())));
        }
    }

    private MemorySnapshot(uint pages, List<(ulong Start, ulong End)> used, ReadOnlySpan<byte> content)
    {
        Pages = pages;
        _used = used;
        HeldBytes = content.Length;
        File = MemoryFile.TryCreate(pages * (long)Memory.PageBytes);
        int at = 0;
        foreach ((ulong start, ulong end) in used)
        {
            ReadOnlySpan<byte> bytes = content.Slice(at, (int)(end - start));
            at += bytes.Length;
            if (File is null)
            {
                _runs.Add((start, bytes.ToArray()));
            }
            else if (!File.TryWrite(bytes, (long)start))
            {
                File.Dispose();
                throw new InvalidDataException("The system has no memory for a snapshot.");
            }
        }
    }

    public uint Pages { get; }

    /// <summary>The contents as a file; null where they are copied. Instances may outlive the snapshot.</summary>
    public MemoryFile? File { get; }

    public long HeldBytes { get; }

    /// <summary>What instances that map the contents write to.</summary>
    public WrittenPages Written { get; } = new();

    /// <exception cref="InvalidDataException">It is of another memory, or damaged.</exception>
    public static MemorySnapshot Read(ref SnapshotReader reader, MemoryType type)
    {
        uint pages = (uint)reader.ReadI32();
        if (pages < type.Limits.Minimum || pages > (type.Limits.Maximum ?? WasmLimits.MemoryPages))
        {
            throw SnapshotReader.Damaged();
        }

        ulong length = (ulong)pages * Memory.PageBytes;
        uint count = reader.ReadCount(2 * sizeof(ulong));
        List<(ulong Start, ulong End)> used = [];
        ulong last = 0;
        ulong total = 0;
        for (uint i = 0; i < count; i++)
        {
            ulong start = reader.ReadU64();
            ulong end = reader.ReadU64();
            if (start < last || end < start || end > length)
            {
                throw SnapshotReader.Damaged();
            }

            used.Add((start, end));
            last = end;
            total += end - start;
        }

        return new MemorySnapshot(pages, used, reader.ReadBytes(total));
    }

    public void Write(SnapshotWriter writer)
    {
        writer.Write((int)Pages);
        writer.Write(_used.Count);
        foreach ((ulong start, ulong end) in _used)
        {
            writer.Write(start);
            writer.Write(end);
        }

        byte[] buffer = new byte[Memory.PageBytes];
        for (int i = 0; i < _used.Count; i++)
        {
            if (File is null)
            {
                writer.Write(_runs[i].Bytes);
                continue;
            }

            for (ulong at = _used[i].Start; at < _used[i].End;)
            {
                Span<byte> part = buffer.AsSpan(0, (int)Math.Min((ulong)buffer.Length, _used[i].End - at));
                int read = RandomAccess.Read(File.Handle, part, (long)at);
                writer.Write(part[..read]);
                at += (ulong)read;
            }
        }
    }

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
