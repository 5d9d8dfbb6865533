using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>
/// What an instance holds at one moment (memories, tables, globals, segments that are left), free of its store, so that
/// new instances of the module can begin there. Immutable: all threads share it.
/// </summary>
internal sealed unsafe class InstanceSnapshot
{
    private readonly MemorySnapshot[] _memories;
    private readonly TableSnapshot[] _tables;
    private readonly ulong[] _globals;
    private readonly SavedSegments _segments;

    private InstanceSnapshot(Instance instance)
    {
        Module = instance.Module;
        ModuleDefinition definition = Module.Definition;
        _memories = [.. instance.Memories.Select(static memory => new MemorySnapshot(memory))];
        _tables = [.. instance.Tables.Select(table => new TableSnapshot(instance, table))];
        _globals = new ulong[Module.GlobalSlots];
        int slot = 0;
        for (int i = 0; i < definition.GlobalTypes.Length; i++)
        {
            ValType type = definition.GlobalTypes[i].Type;
            ReadOnlySpan<ulong> cells = new(instance.Globals[i], type.SlotCount);
            cells.CopyTo(_globals.AsSpan(slot));
            if (type.IsReference)
            {
                _globals[slot] = TableSnapshot.ToIndex(instance, type, cells[0]);
            }

            slot += type.SlotCount;
        }

        _segments = instance.Segments.Save();
        HeldBytes = _memories.Sum(static memory => memory.HeldBytes) + _tables.Sum(static table => table.HeldBytes)
            + ((long)_globals.Length * sizeof(ulong));
    }

    public Module Module { get; }

    /// <summary>Bytes that it holds of the host's memory.</summary>
    public long HeldBytes { get; }

    /// <summary>Captures an instance that is not running.</summary>
    /// <exception cref="NotSupportedException">
    /// It shares a memory, table or global with another, or holds a reference to something that is not its own.
    /// </exception>
    public static InstanceSnapshot Capture(Instance instance)
    {
        ModuleDefinition definition = instance.Module.Definition;
        if (definition.ImportedMemoryCount + definition.ImportedTableCount + definition.ImportedGlobalCount > 0)
        {
            throw new NotSupportedException("A module that imports a memory, table or global cannot be captured.");
        }

        return new InstanceSnapshot(instance);
    }

    public MemorySnapshot MemoryOf(int memory) => _memories[memory];

    public uint LengthOf(int table) => (uint)_tables[table].Length;

    /// <summary>Puts what was captured into a new instance, whose memories hold it already.</summary>
    public void CopyTo(Instance instance)
    {
        for (int i = 0; i < _tables.Length; i++)
        {
            _tables[i].CopyTo(instance, instance.Tables[i]);
        }

        GlobalType[] types = Module.Definition.GlobalTypes;
        int slot = 0;
        for (int i = 0; i < types.Length; i++)
        {
            ValType type = types[i].Type;
            ulong* cells = instance.Globals[i];
            for (int j = 0; j < type.SlotCount; j++)
            {
                cells[j] = _globals[slot + j];
            }

            if (type.IsReference)
            {
                cells[0] = TableSnapshot.ToHandle(instance, _globals[slot]);
            }

            slot += type.SlotCount;
        }

        instance.Segments.Restore(_segments);
    }
}

/// <summary>A table's contents, as indices of the module's functions; 0 is null, 1 the first function.</summary>
internal sealed class TableSnapshot
{
    private readonly ulong[] _elements;

    public TableSnapshot(Instance instance, Table table)
    {
        _elements = new ulong[table.Length];
        ReadOnlySpan<ulong> handles = table.Elements;
        for (int i = 0; i < handles.Length; i++)
        {
            _elements[i] = ToIndex(instance, table.Type.Element, handles[i]);
        }
    }

    public int Length => _elements.Length;

    public long HeldBytes => (long)_elements.Length * sizeof(ulong);

    public static ulong ToIndex(Instance instance, ValType type, ulong handle)
    {
        if (handle == 0)
        {
            return 0;
        }

        if (type != ValType.FuncRef)
        {
            throw new NotSupportedException("A reference to an object of the host cannot be captured.");
        }

        if (handle >> 32 == instance.HandleBase >> 32)
        {
            return (uint)handle + 1UL;
        }

        for (int i = 0; i < instance.ImportedFunctions.Length; i++)
        {
            if (instance.GetFunctionHandle(i) == handle)
            {
                return (uint)i + 1UL;
            }
        }

        throw new NotSupportedException("A reference to a function that is not imported cannot be captured.");
    }

    public static ulong ToHandle(Instance instance, ulong index) =>
        index == 0 ? 0 : instance.GetFunctionHandle((int)(index - 1));

    public void CopyTo(Instance instance, Table table)
    {
        Span<ulong> handles = table.Elements;
        for (int i = 0; i < handles.Length; i++)
        {
            handles[i] = ToHandle(instance, _elements[i]);
        }
    }
}
