namespace Boternity.Skills.Wasm.Model;

/// <summary>
/// A decoded module. Index spaces hold the imports first, as in the specification; what stays in the binary (code,
/// data, custom sections) is named by its place in <see cref="Bytes"/>.
/// </summary>
internal sealed class ModuleDefinition
{
    /// <summary>The binary. It is the module's own copy: nobody can change it between validation and use.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    public required WasmFeatures Features { get; init; }

    /// <summary>The types; equal types are the same object.</summary>
    public FuncType[] Types { get; set; } = [];

    public Import[] Imports { get; set; } = [];

    /// <summary>The type index of every function, imported ones first.</summary>
    public int[] FunctionTypes { get; set; } = [];

    public int ImportedFunctionCount { get; set; }

    /// <summary>The functions that the module defines; function index minus <see
    /// cref="ImportedFunctionCount"/>.</summary>
    public FunctionBody[] Bodies { get; set; } = [];

    /// <summary>All tables, imported ones first.</summary>
    public TableType[] Tables { get; set; } = [];

    public int ImportedTableCount { get; set; }

    /// <summary>All memories, imported ones first.</summary>
    public MemoryType[] Memories { get; set; } = [];

    public int ImportedMemoryCount { get; set; }

    /// <summary>The types of all globals, imported ones first.</summary>
    public GlobalType[] GlobalTypes { get; set; } = [];

    /// <summary>The globals that the module defines; global index minus <see cref="ImportedGlobalCount"/>.</summary>
    public GlobalDefinition[] Globals { get; set; } = [];

    public int ImportedGlobalCount { get; set; }

    public Export[] Exports { get; set; } = [];

    /// <summary>The start function's index; -1 when there is none.</summary>
    public int StartFunction { get; set; } = -1;

    public ElementSegment[] Elements { get; set; } = [];

    /// <summary>What the data count section says; -1 when there is none.</summary>
    public int DataCount { get; set; } = -1;

    public DataSegment[] Data { get; set; } = [];

    public CustomSection[] CustomSections { get; set; } = [];

    /// <summary>Whether a function has <c>table.grow</c>: known once the module was validated.</summary>
    public bool GrowsTables { get; set; }

    /// <summary>
    /// Whether a function has an instruction that changes a table, or only its size: known once the module was
    /// validated. Without one, the tables of all instances are the same at any time.
    /// </summary>
    public bool WritesTables { get; set; }

    public FuncType GetFunctionType(int functionIndex) => Types[FunctionTypes[functionIndex]];
}
