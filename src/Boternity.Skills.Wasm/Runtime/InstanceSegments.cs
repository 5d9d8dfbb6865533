using System.Collections;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>The segments of an instance after instantiation. What is dropped from the start is the module's array,
/// copied at the first drop.</summary>
internal sealed class InstanceSegments(Instance instance)
{
    private BitArray? _droppedData;
    private BitArray? _droppedElements;

    /// <summary>The active data segments were copied: they count as dropped.</summary>
    public void DropActiveData() => _droppedData = instance.Module.InitiallyDroppedData;

    /// <summary>The active element segments were copied: they count as dropped, like the declarative ones.</summary>
    public void DropActiveElements() => _droppedElements = instance.Module.InitiallyDroppedElements;

    /// <summary>A data segment's bytes; none once it was dropped.</summary>
    public ReadOnlySpan<byte> GetData(int index)
    {
        if (_droppedData![index])
        {
            return default;
        }

        ByteRange range = instance.Module.Definition.Data[index].Bytes;
        return instance.Module.Definition.Bytes.Span.Slice(range.Offset, range.Length);
    }

    public void DropData(int index) => Drop(ref _droppedData!, instance.Module.InitiallyDroppedData, index);

    public void DropElements(int index) => Drop(ref _droppedElements!, instance.Module.InitiallyDroppedElements, index);

    /// <summary>table.init: copies references of an element segment into a table.</summary>
    /// <exception cref="WasmTrapException">Source or destination is out of bounds.</exception>
    public void CopyElements(int segmentIndex, int tableIndex, uint destination, uint source, uint count)
    {
        CheckElements(segmentIndex, tableIndex, destination, source, count);
        ElementSegment segment = instance.Module.Definition.Elements[segmentIndex];
        Span<ulong> target = instance.Tables[tableIndex].Elements.Slice((int)destination, (int)count);
        if (segment.Functions is { } functions)
        {
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = instance.GetFunctionHandle(functions[source + (uint)i]);
            }
        }
        else
        {
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = instance.Evaluate(segment.Expressions![source + (uint)i]).Low;
            }
        }
    }

    /// <summary>Checks what table.init is asked.</summary>
    /// <exception cref="WasmTrapException">Source or destination is out of bounds.</exception>
    public void CheckElements(int segmentIndex, int tableIndex, uint destination, uint source, uint count)
    {
        uint length = _droppedElements is { } dropped && dropped[segmentIndex]
            ? 0 : (uint)instance.Module.Definition.Elements[segmentIndex].Length;
        if ((ulong)source + count > length || (ulong)destination + count > instance.Tables[tableIndex].Length)
        {
            ThrowHelper.TableOutOfBounds();
        }
    }

    /// <summary>What is dropped by now, for another instance of the module.</summary>
    public SavedSegments Save() => new(
        Copy(_droppedData, instance.Module.InitiallyDroppedData),
        Copy(_droppedElements, instance.Module.InitiallyDroppedElements));

    /// <summary>Drops what was dropped when it was saved.</summary>
    public void Restore(SavedSegments saved)
    {
        _droppedData = Copy(saved.DroppedData, instance.Module.InitiallyDroppedData);
        _droppedElements = Copy(saved.DroppedElements, instance.Module.InitiallyDroppedElements);
    }

    // The module's own array serves all; one that an instance made is that instance's.
    private static BitArray? Copy(BitArray? dropped, BitArray initial) =>
        dropped is null || ReferenceEquals(dropped, initial) ? dropped : new BitArray(dropped);

    private static void Drop(ref BitArray dropped, BitArray initial, int index)
    {
        if (ReferenceEquals(dropped, initial))
        {
            dropped = new BitArray(initial);
        }

        dropped[index] = true;
    }
}

/// <summary>Which segments of an instance were dropped; nobody changes it.</summary>
internal sealed record SavedSegments(BitArray? DroppedData, BitArray? DroppedElements);
