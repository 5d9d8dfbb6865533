using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Runtime;

/// <content>How an instance is made (core specification, section 4.5.4).</content>
internal sealed unsafe partial class Instance
{
    /// <summary>Makes an instance from imports that were already found, in the order of the module's import
    /// section.</summary>
    /// <exception cref="WasmLinkException">An import is of another type, or the store's limit does not allow the
    /// initial sizes.</exception>
    /// <exception cref="WasmTrapException">A segment does not fit, or the start function trapped.</exception>
    public static Instance Create(Store store, Module module, ReadOnlySpan<Extern> imports)
    {
        store.ThrowIfDisposed();
        ModuleDefinition definition = module.Definition;
        if (imports.Length != definition.Imports.Length)
        {
            throw new ArgumentException($"The module has {definition.Imports.Length} imports.", nameof(imports));
        }

        for (int i = 0; i < imports.Length; i++)
        {
            ImportMatching.Check(store, definition, definition.Imports[i], imports[i]);
        }

        var instance = new Instance(store, module);
        instance.Allocate(imports);
        instance.InitializeTables();
        instance.InitializeMemories();
        if (definition.StartFunction >= 0)
        {
            instance.GetFunction(definition.StartFunction).Invoke();
        }

        return instance;
    }

    private void Allocate(ReadOnlySpan<Extern> imports)
    {
        ModuleDefinition definition = Module.Definition;
        if (definition.ImportedFunctionCount > 0)
        {
            ImportedFunctions = new Function[definition.ImportedFunctionCount];
        }

        if (definition.Tables.Length > 0)
        {
            Tables = new Table[definition.Tables.Length];
        }

        if (definition.Memories.Length > 0)
        {
            Memories = new Memory[definition.Memories.Length];
        }

        if (definition.GlobalTypes.Length > 0)
        {
            Globals = (ulong**)Store.AllocateCells(definition.GlobalTypes.Length);
        }

        for (int i = 0; i < imports.Length; i++)
        {
            int index = definition.Imports[i].Index;
            switch (imports[i])
            {
                case Function function: ImportedFunctions[index] = function; break;
                case Table table: Tables[index] = table; break;
                case Memory memory: Memories[index] = memory; break;
                case Global global: Globals[index] = global.Cell; break;
            }
        }

        for (int i = definition.ImportedTableCount; i < Tables.Length; i++)
        {
            Tables[i] = new Table(Store, definition.Tables[i], 0);
        }

        for (int i = definition.ImportedMemoryCount; i < Memories.Length; i++)
        {
            Memories[i] = new Memory(Store, definition.Memories[i]);
        }

        if (Memories.Length > 0)
        {
            FirstMemory = Memories[0];
        }

        if (definition.Globals.Length > 0)
        {
            InitializeGlobals(definition);
        }
    }

    private void InitializeGlobals(ModuleDefinition definition)
    {
        ulong* cells = Store.AllocateCells(Module.GlobalSlots);
        for (int i = 0; i < definition.Globals.Length; i++)
        {
            GlobalDefinition global = definition.Globals[i];
            (cells[0], ulong high) = Evaluate(global.Initial);
            if (global.Type.Type == ValType.V128)
            {
                cells[1] = high;
            }

            Globals[definition.ImportedGlobalCount + i] = cells;
            cells += global.Type.Type.SlotCount;
        }
    }

    private void InitializeTables()
    {
        ElementSegment[] segments = Module.Definition.Elements;
        for (int i = 0; i < segments.Length; i++)
        {
            if (segments[i].Mode != SegmentMode.Active)
            {
                continue;
            }

            uint offset = (uint)Evaluate(segments[i].Offset).Low;
            CopyElements(i, segments[i].TableIndex, offset, 0, (uint)segments[i].Length);
        }

        if (segments.Length > 0)
        {
            _droppedElements = Module.InitiallyDroppedElements;
        }
    }

    private void InitializeMemories()
    {
        DataSegment[] segments = Module.Definition.Data;
        if (segments.Length == 0)
        {
            return;
        }

        _droppedData = Module.InitiallyDroppedData;
        if (Module.Image is { } image)
        {
            image.CopyTo(Memories[0]);
            return;
        }

        foreach (DataSegment segment in segments)
        {
            if (segment.Mode != SegmentMode.Active)
            {
                continue;
            }

            uint offset = (uint)Evaluate(segment.Offset).Low;
            Span<byte> target = Memories[segment.MemoryIndex].GetSpan(offset, (ulong)segment.Bytes.Length);
            Module.Definition.Bytes.Span.Slice(segment.Bytes.Offset, segment.Bytes.Length).CopyTo(target);
        }
    }

    private (ulong Low, ulong High) Evaluate(ConstExpr expression)
    {
        if (expression.Constant is { } constant)
        {
            return (constant, 0);
        }

        if (expression.FunctionIndex >= 0)
        {
            return (GetFunctionHandle(expression.FunctionIndex), 0);
        }

        return ConstExprEvaluator.Evaluate(this, expression);
    }
}
