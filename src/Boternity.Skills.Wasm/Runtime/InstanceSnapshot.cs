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
        HeldBytes = HeldBy(_memories, _tables, _globals);
    }

    private InstanceSnapshot(
        Module module, MemorySnapshot[] memories, TableSnapshot[] tables, ulong[] globals, SavedSegments segments)
    {
        Module = module;
        _memories = memories;
        _tables = tables;
        _globals = globals;
        _segments = segments;
        HeldBytes = HeldBy(memories, tables, globals);
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

    /// <summary>Reads what <see cref="Write"/> wrote of an instance of the same module.</summary>
    /// <exception cref="InvalidDataException">It is of another module, or damaged.</exception>
    public static InstanceSnapshot Read(Module module, ReadOnlySpan<byte> bytes)
    {
        ModuleDefinition definition = module.Definition;
        var reader = new SnapshotReader(bytes);
        var memories = new MemorySnapshot[reader.ReadLength(definition.Memories.Length)];
        for (int i = 0; i < memories.Length; i++)
        {
            memories[i] = MemorySnapshot.Read(ref reader, definition.Memories[i]);
        }

        var tables = new TableSnapshot[reader.ReadLength(definition.Tables.Length)];
        int functions = definition.ImportedFunctionCount + definition.Bodies.Length;
        for (int i = 0; i < tables.Length; i++)
        {
            tables[i] = TableSnapshot.Read(ref reader, definition.Tables[i], functions);
        }

        var globals = new ulong[reader.ReadLength(module.GlobalSlots)];
        int slot = 0;
        foreach (GlobalType type in definition.GlobalTypes)
        {
            for (int j = 0; j < type.Type.SlotCount; j++)
            {
                globals[slot + j] = type.Type.IsReference
                    ? reader.ReadFunction(type.Type, functions)
                    : reader.ReadU64();
            }

            slot += type.Type.SlotCount;
        }

        var segments = new SavedSegments(
            reader.ReadBits(definition.Data.Length), reader.ReadBits(definition.Elements.Length));
        reader.End();
        return new InstanceSnapshot(module, memories, tables, globals, segments);
    }

    /// <summary>Writes it, for <see cref="Read"/> in another process.</summary>
    public void Write(Stream stream)
    {
        var writer = new SnapshotWriter(stream);
        writer.Write(_memories.Length);
        foreach (MemorySnapshot memory in _memories)
        {
            memory.Write(writer);
        }

        writer.Write(_tables.Length);
        foreach (TableSnapshot table in _tables)
        {
            writer.Write(table.Elements);
        }

        writer.Write(_globals);
        writer.Write(_segments.DroppedData);
        writer.Write(_segments.DroppedElements);
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

    private static long HeldBy(MemorySnapshot[] memories, TableSnapshot[] tables, ulong[] globals) =>
        memories.Sum(static memory => memory.HeldBytes) + tables.Sum(static table => table.HeldBytes)
            + ((long)globals.Length * sizeof(ulong));
}
