using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>How an instance is made (core specification, section 4.5.4).</summary>
internal static unsafe class Instantiator
{
    // What is allocated between two looks at the clock, in bytes; an object counts for more than it takes.
    private const long BytesBetweenLooks = 1 << 20;
    private const int ObjectBytes = 1 << 12;

    /// <summary>Makes an instance from imports that were already found, in the order of the module's import
    /// section.</summary>
    /// <exception cref="WasmLinkException">An import is of another type, or the store's limit does not allow the
    /// initial sizes.</exception>
    /// <exception cref="WasmTrapException">A segment does not fit, or the start function trapped.</exception>
    public static Instance Create(Store store, Module module, ReadOnlySpan<Extern> imports)
    {
        Instance instance = Allocate(store, module, imports, null);
        InitializeTables(instance);
        InitializeMemories(instance);
        if (module.Definition.StartFunction >= 0)
        {
            instance.GetFunction(module.Definition.StartFunction).Invoke();
        }

        return instance;
    }

    /// <summary>
    /// Makes an instance that holds what another one held when it was captured. No start function runs.
    /// </summary>
    /// <exception cref="WasmLinkException">An import is of another type, or the store's limit does not allow the
    /// sizes.</exception>
    public static Instance Restore(Store store, InstanceSnapshot snapshot, ReadOnlySpan<Extern> imports)
    {
        Instance instance = Allocate(store, snapshot.Module, imports, snapshot);
        snapshot.CopyTo(instance);
        return instance;
    }

    private static Instance Allocate(
        Store store, Module module, ReadOnlySpan<Extern> imports, InstanceSnapshot? snapshot)
    {
        store.ThrowIfDisposed();
        ModuleDefinition definition = module.Definition;
        if (imports.Length != definition.Imports.Length)
        {
            throw new ArgumentException($"The module has {definition.Imports.Length} imports.", nameof(imports));
        }

        for (int i = 0; i < imports.Length; i++)
        {
            if (i % Linker.ImportsBetweenLooks == Linker.ImportsBetweenLooks - 1)
            {
                store.CheckInterrupt();
            }

            ImportMatching.Check(store, definition, definition.Imports[i], imports[i]);
        }

        store.CheckInterrupt();
        store.ReserveForInstance(InstanceFootprint.Of(module));
        var instance = new Instance(store, module);
        try
        {
            Allocate(instance, imports, snapshot);
        }
        catch (OutOfMemoryException)
        {
            throw new WasmLinkException("the host has not enough memory for an instance");
        }

        return instance;
    }

    private static void Allocate(Instance instance, ReadOnlySpan<Extern> imports, InstanceSnapshot? snapshot)
    {
        ModuleDefinition definition = instance.Module.Definition;
        if (definition.ImportedFunctionCount > 0)
        {
            instance.ImportedFunctions = new Function[definition.ImportedFunctionCount];
        }

        if (definition.Tables.Length > 0)
        {
            instance.Tables = new Table[definition.Tables.Length];
        }

        if (definition.Memories.Length > 0)
        {
            instance.Memories = new Memory[definition.Memories.Length];
        }

        if (definition.GlobalTypes.Length > 0)
        {
            instance.Globals = (ulong**)instance.Store.AllocateCells(definition.GlobalTypes.Length);
        }

        for (int i = 0; i < imports.Length; i++)
        {
            int index = definition.Imports[i].Index;
            switch (imports[i])
            {
                case Function function: instance.ImportedFunctions[index] = function; break;
                case Table table: instance.Tables[index] = table; break;
                case Memory memory: instance.Memories[index] = memory; break;
                case Global global: instance.Globals[index] = global.Cell; break;
            }
        }

        long bytes = 0;
        for (int i = definition.ImportedTableCount; i < instance.Tables.Length; i++)
        {
            uint length = snapshot?.LengthOf(i) ?? definition.Tables[i].Limits.Minimum;
            bytes = Look(instance.Store, bytes, ObjectBytes + ((long)length * sizeof(ulong)));
            instance.Tables[i] = new Table(instance.Store, definition.Tables[i], 0, length);
        }

        for (int i = definition.ImportedMemoryCount; i < instance.Memories.Length; i++)
        {
            // Making one takes some microseconds, whatever its size.
            instance.Store.CheckInterrupt();
            instance.Memories[i] = snapshot is null
                ? new Memory(instance.Store, definition.Memories[i])
                : new Memory(instance.Store, definition.Memories[i], snapshot.MemoryOf(i));
        }

        if (instance.Memories.Length > 0)
        {
            instance.FirstMemory = instance.Memories[0];
        }

        if (definition.Globals.Length > 0)
        {
            InitializeGlobals(instance, definition);
        }
    }

    private static long Look(Store store, long before, long bytes)
    {
        if (before + bytes < BytesBetweenLooks)
        {
            return before + bytes;
        }

        store.CheckInterrupt();
        return 0;
    }

    private static void InitializeGlobals(Instance instance, ModuleDefinition definition)
    {
        ulong* cells = instance.Store.AllocateCells(instance.Module.GlobalSlots);
        long bytes = 0;
        for (int i = 0; i < definition.Globals.Length; i++)
        {
            bytes = Look(instance.Store, bytes, sizeof(ulong));
            GlobalDefinition global = definition.Globals[i];
            (cells[0], ulong high) = instance.Evaluate(global.Initial);
            if (global.Type.Type == ValType.V128)
            {
                cells[1] = high;
            }

            instance.Globals[definition.ImportedGlobalCount + i] = cells;
            cells += global.Type.Type.SlotCount;
        }
    }

    private static void InitializeTables(Instance instance)
    {
        ElementSegment[] segments = instance.Module.Definition.Elements;
        for (int i = 0; i < segments.Length; i++)
        {
            if (segments[i].Mode != SegmentMode.Active)
            {
                continue;
            }

            instance.Store.CheckInterrupt();
            uint offset = (uint)instance.Evaluate(segments[i].Offset).Low;
            instance.Segments.CopyElements(i, segments[i].TableIndex, offset, 0, (uint)segments[i].Length);
        }

        if (segments.Length > 0)
        {
            instance.Segments.DropActiveElements();
        }
    }

    private static void InitializeMemories(Instance instance)
    {
        DataSegment[] segments = instance.Module.Definition.Data;
        if (segments.Length == 0)
        {
            return;
        }

        instance.Segments.DropActiveData();
        if (instance.Module.Image is { } image)
        {
            image.CopyTo(instance.Memories[0]);
            return;
        }

        foreach (DataSegment segment in segments)
        {
            if (segment.Mode != SegmentMode.Active)
            {
                continue;
            }

            uint offset = (uint)instance.Evaluate(segment.Offset).Low;
            Span<byte> target = instance.Memories[segment.MemoryIndex].GetSpan(offset, (ulong)segment.Bytes.Length);
            instance.Module.Definition.Bytes.Span.Slice(segment.Bytes.Offset, segment.Bytes.Length).CopyTo(target);
        }
    }
}
