using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Binary;

/// <summary>
/// What follows an opcode, decoded. Which fields are set depends on the instruction's <see cref="ImmediateKind"/>; the
/// others are left as they were, so that one object can serve a whole function.
/// </summary>
internal struct Immediates
{
    /// <summary>The first index: a label's depth, a function, local, global, table, type, memory or segment. Of a
    /// memory access the offset.</summary>
    public uint X;

    /// <summary>The second index, or the memory of an access; 0 where there is only one index.</summary>
    public uint Y;

    /// <summary>The alignment of a memory access, as an exponent of two.</summary>
    public uint Alignment;

    /// <summary>The lane.</summary>
    public byte Lane;

    /// <summary>The type of ref.null, or of a select with one type.</summary>
    public ValType Type;

    /// <summary>A constant's bits; the low half of a vector's, or of the lanes of a shuffle.</summary>
    public ulong Low;

    /// <summary>The high half of a vector's bits, or of the lanes of a shuffle.</summary>
    public ulong High;

    /// <summary>The labels of a br_table.</summary>
    public LabelTable Labels;

    /// <summary>The type of a block, loop or if.</summary>
    public FuncType? BlockType;

    /// <summary>The lane at a place of a shuffle.</summary>
    public readonly byte ShuffleLane(int place) => (byte)((place < 8 ? Low : High) >> (place % 8 * 8));
}
