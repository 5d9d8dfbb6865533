namespace Boternity.Skills.Wasm.Instructions;

/// <summary>What follows an opcode in the binary.</summary>
internal enum ImmediateKind : byte
{
    None,

    /// <summary>An s33: a value type, the empty type, or a type index.</summary>
    BlockType,
    Label,

    /// <summary>A vector of labels, then the default label.</summary>
    LabelTable,
    Function,

    /// <summary>A type index, then a table index (call_indirect).</summary>
    TypeTable,
    Local,
    Global,
    Table,

    /// <summary>Alignment (with the memory's flag of multi-memory), perhaps a memory index, offset.</summary>
    MemArg,

    /// <summary>As <see cref="MemArg"/>, then a lane byte.</summary>
    MemArgLane,
    Memory,
    I32,
    I64,
    F32,
    F64,
    V128,
    RefType,

    /// <summary>The vector of types of a typed select.</summary>
    SelectTypes,

    /// <summary>A data index, then a memory index (memory.init).</summary>
    DataMemory,
    Data,

    /// <summary>Destination memory, then source memory (memory.copy).</summary>
    MemoryMemory,

    /// <summary>An element index, then a table index (table.init).</summary>
    ElementTable,
    Element,

    /// <summary>Destination table, then source table (table.copy).</summary>
    TableTable,

    /// <summary>Sixteen lane bytes.</summary>
    Shuffle,

    /// <summary>One lane byte.</summary>
    Lane,
}
