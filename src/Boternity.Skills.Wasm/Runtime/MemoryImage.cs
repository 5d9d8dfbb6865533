using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>
/// What a module's own first memory holds after instantiation, made once: its data segments laid out and merged, so
/// that ten thousand segments are a few copies.
/// </summary>
internal sealed class MemoryImage
{
    // Runs closer than this are one: copying zeros is cheaper than another copy.
    private const uint MergedGap = 1024;

    // An array, and its place in the list.
    private const int RunBytes = 64;

    private readonly List<(uint Offset, byte[] Bytes)> _runs = [];

    private MemoryImage()
    {
    }

    /// <summary>The image, or null where there cannot be one: a segment depends on the instance, goes elsewhere, or
    /// does not fit; or where there is no memory for it.</summary>
    /// <param name="module">The module.</param>
    /// <param name="memory">What the image is charged to: gaps make it larger than the binary.</param>
    public static MemoryImage? TryCreate(ModuleDefinition module, ProgramMemory memory)
    {
        if (module.Memories.Length == 0 || module.ImportedMemoryCount > 0)
        {
            return null;
        }

        ulong size = (ulong)module.Memories[0].Limits.Minimum << 16;
        var segments = new List<(uint Offset, ByteRange Bytes)>();
        foreach (DataSegment segment in module.Data)
        {
            if (segment.Mode != SegmentMode.Active)
            {
                continue;
            }

            if (segment.MemoryIndex != 0
                || segment.Offset.Constant is not { } offset || (uint)offset + (ulong)segment.Bytes.Length > size)
            {
                return null;
            }

            if (segment.Bytes.Length > 0)
            {
                segments.Add(((uint)offset, segment.Bytes));
            }
        }

        var image = new MemoryImage();
        List<(uint Start, uint Length)> runs = FindRuns(segments);
        if (!memory.TryTake(runs.Sum(run => (long)run.Length + RunBytes)))
        {
            return null;
        }

        image._runs.AddRange(runs.Select(run => (run.Start, new byte[run.Length])));
        foreach ((uint offset, ByteRange bytes) in segments)
        {
            image.Write(offset, module.Bytes.Span.Slice(bytes.Offset, bytes.Length));
        }

        return image;
    }

    public void CopyTo(Memory memory)
    {
        foreach ((uint offset, byte[] bytes) in _runs)
        {
            bytes.CopyTo(memory.GetSpan(offset, (ulong)bytes.Length));
        }
    }

    private static List<(uint Start, uint Length)> FindRuns(List<(uint Offset, ByteRange Bytes)> segments)
    {
        var runs = new List<(uint, uint)>();
        ulong start = 0;
        ulong end = 0;
        foreach ((uint offset, ByteRange bytes) in segments.OrderBy(s => s.Offset))
        {
            if (offset > end + MergedGap)
            {
                if (end > start)
                {
                    runs.Add(((uint)start, (uint)(end - start)));
                }

                start = offset;
            }
            else if (end == 0)
            {
                start = offset;
            }

            end = Math.Max(end, offset + (ulong)bytes.Length);
        }

        if (end > start)
        {
            runs.Add(((uint)start, (uint)(end - start)));
        }

        return runs;
    }

    // Segments may overlap; later ones win, so they are written in the module's order.
    private void Write(uint offset, ReadOnlySpan<byte> bytes)
    {
        int low = 0;
        int high = _runs.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) >>> 1;
            if (_runs[middle].Offset <= offset)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        (uint start, byte[] run) = _runs[low];
        bytes.CopyTo(run.AsSpan((int)(offset - start)));
    }
}
