using System.Collections;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Runtime;

/// <content>What every new instance starts from, made at the first.</content>
internal sealed partial class Module
{
    private readonly Lock _initialLock = new();
    private BitArray? _droppedData;
    private BitArray? _droppedElements;
    private MemoryImage? _image;
    private int _globalSlots = -1;
    private volatile bool _imageMade;

    /// <summary>Slots that the module's own globals take.</summary>
    internal int GlobalSlots
    {
        get
        {
            if (_globalSlots < 0)
            {
                _globalSlots = Definition.Globals.Sum(g => g.Type.Type.SlotCount);
            }

            return _globalSlots;
        }
    }

    /// <summary>The first memory's contents at the start; null where only the instance can know them.</summary>
    internal MemoryImage? Image
    {
        get
        {
            if (_imageMade)
            {
                return _image;
            }

            lock (_initialLock)
            {
                if (!_imageMade)
                {
                    _image = MemoryImage.TryCreate(Definition);
                }

                _imageMade = true;
            }

            return _image;
        }
    }

    /// <summary>Data segments that count as dropped once an instance is made: the active ones.</summary>
    internal BitArray InitiallyDroppedData =>
        _droppedData
        ?? Publish(ref _droppedData, new BitArray([.. Definition.Data.Select(d => d.Mode == SegmentMode.Active)]));

    /// <summary>Element segments that count as dropped once an instance is made: all but the passive ones.</summary>
    internal BitArray InitiallyDroppedElements =>
        _droppedElements
        ?? Publish(ref _droppedElements,
            new BitArray([.. Definition.Elements.Select(e => e.Mode != SegmentMode.Passive)]));

    // All threads must get the same array: an instance that drops a segment tells by it whether the array is the
    // module's, and copies it then.
    private static BitArray Publish(ref BitArray? field, BitArray made) =>
        Interlocked.CompareExchange(ref field, made, null) ?? made;
}
