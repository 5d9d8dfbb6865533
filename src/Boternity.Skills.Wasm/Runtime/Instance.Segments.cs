using System.Collections;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Runtime;

/// <content>Segments after instantiation. What is dropped from the start is the module's array, copied at the first
/// drop.</content>
internal sealed unsafe partial class Instance
{
    private BitArray? _droppedData;
    private BitArray? _droppedElements;

    /// <summary>A data segment's bytes; none once it was dropped.</summary>
    internal ReadOnlySpan<byte> GetData(int index)
    {
        if (_droppedData![index])
        {
            return default;
        }

        ByteRange range = Module.Definition.Data[index].Bytes;
        return Module.Definition.Bytes.Span.Slice(range.Offset, range.Length);
    }

    internal void DropData(int index) => Drop(ref _droppedData!, Module.InitiallyDroppedData, index);

    internal void DropElements(int index) => Drop(ref _droppedElements!, Module.InitiallyDroppedElements, index);

    /// <summary>table.init: copies references of an element segment into a table.</summary>
    /// <exception cref="WasmTrapException">Source or destination is out of bounds.</exception>
    internal void CopyElements(int segmentIndex, int tableIndex, uint destination, uint source, uint count)
    {
        CheckElements(segmentIndex, tableIndex, destination, source, count);
        ElementSegment segment = Module.Definition.Elements[segmentIndex];
        Span<ulong> target = Tables[tableIndex].Elements.Slice((int)destination, (int)count);
        if (segment.Functions is { } functions)
        {
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = GetFunctionHandle(functions[source + (uint)i]);
            }
        }
        else
        {
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = Evaluate(segment.Expressions![source + (uint)i]).Low;
            }
        }
    }

    /// <exception cref="WasmTrapException">Source or destination is out of bounds.</exception>
    internal void CheckElements(int segmentIndex, int tableIndex, uint destination, uint source, uint count)
    {
        uint length = _droppedElements is { } dropped && dropped[segmentIndex]
            ? 0 : (uint)Module.Definition.Elements[segmentIndex].Length;
        if ((ulong)source + count > length || (ulong)destination + count > Tables[tableIndex].Length)
        {
            ThrowHelper.TableOutOfBounds();
        }
    }

    /// <summary>The handle of a function reference. An imported function has the handle it has where it comes
    /// from.</summary>
    internal ulong GetFunctionHandle(int index) =>
        index < ImportedFunctions.Length ? Store.ToHandle(ImportedFunctions[index]) : HandleBase | (uint)index;

    private static void Drop(ref BitArray dropped, BitArray initial, int index)
    {
        if (ReferenceEquals(dropped, initial))
        {
            dropped = new BitArray(initial);
        }

        dropped[index] = true;
    }
}
