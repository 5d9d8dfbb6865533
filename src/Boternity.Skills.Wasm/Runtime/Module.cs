using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>A module that was decoded and found valid. All threads may use it; it holds what its instances
/// share.</summary>
internal sealed class Module
{
    private const int FewExports = 8;

    // A place in a dictionary that finds it.
    private const int BytesOfExport = 64;

    private Dictionary<string, Export>? _exports;
    private int[]? _functionNames;
    private readonly Lock _initialLock = new();
    private BitArray? _droppedData;
    private BitArray? _droppedElements;
    private MemoryImage? _image;
    private int _globalSlots = -1;
    private volatile bool _imageMade;

    internal Module(RuntimeServices services, ModuleDefinition definition, ProgramMemory? memory = null)
    {
        Services = services;
        Memory = memory ?? new ProgramMemory();
        Definition = definition;
        Code = new CodeTable(this);
    }

    public ModuleDefinition Definition { get; }

    /// <summary>Bytes that the program that the module is part of holds of the host's memory: the binary, what was
    /// decoded of it, and the code that was made of it so far.</summary>
    public long HeldBytes => Memory.HeldBytes;

    /// <summary>What that is charged to.</summary>
    internal ProgramMemory Memory { get; }

    internal RuntimeServices Services { get; }

    /// <summary>The code of its functions, made at their first call.</summary>
    internal CodeTable Code { get; }

    /// <summary>The export of this name, or null.</summary>
    public Export? FindExport(string name)
    {
        if (Volatile.Read(ref _exports) is { } known || TryMakeExports(out known))
        {
            return known.TryGetValue(name, out Export found) ? found : null;
        }

        foreach (Export export in Definition.Exports)
        {
            if (export.Name == name)
            {
                return export;
            }
        }

        return null;
    }

    // Few exports are looked through, and so are many where there is no memory to find them faster.
    private bool TryMakeExports([NotNullWhen(true)] out Dictionary<string, Export>? made)
    {
        made = null;
        Export[] exports = Definition.Exports;
        long bytes = (long)exports.Length * BytesOfExport;
        if (exports.Length <= FewExports || !Memory.TryTake(bytes))
        {
            return false;
        }

        Dictionary<string, Export> mine = exports.ToDictionary(e => e.Name);
        made = Publish(ref _exports, mine);
        if (made != mine)
        {
            Memory.Return(bytes);
        }

        return true;
    }

    /// <summary>A function's name from the name section, or null.</summary>
    public string? FindFunctionName(int functionIndex)
    {
        int[] names = Volatile.Read(ref _functionNames) ?? Publish(
            ref _functionNames, NameSection.FindFunctionNames(Definition));
        return names[functionIndex] == 0 ? null : NameSection.ReadName(Definition, names[functionIndex]);
    }

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
                    _image = MemoryImage.TryCreate(Definition, Memory);
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
    private static T Publish<T>(ref T? field, T made)
        where T : class =>
        Interlocked.CompareExchange(ref field, made, null) ?? made;
}
