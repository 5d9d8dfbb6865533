namespace Boternity.Skills.Wasm.Model;

/// <summary>When a segment is used: at instantiation, by instruction, or never (it only declares references).</summary>
internal enum SegmentMode : byte
{
    Active,
    Passive,
    Declarative,
}

/// <summary>An element segment. Its items are function indices, or constant expressions where the binary gives those;
/// the other array is null.</summary>
internal sealed record ElementSegment(
    SegmentMode Mode,
    int TableIndex,
    ConstExpr Offset,
    ValType Type,
    int[]? Functions,
    ConstExpr[]? Expressions)
{
    public int Length => Functions?.Length ?? Expressions!.Length;
}

/// <summary>A data segment.</summary>
/// <param name="Mode">Active or passive.</param>
/// <param name="MemoryIndex">The memory that an active segment goes to.</param>
/// <param name="Offset">Where in that memory.</param>
/// <param name="Bytes">Where its bytes lie in the binary.</param>
internal readonly record struct DataSegment(SegmentMode Mode, int MemoryIndex, ConstExpr Offset, ByteRange Bytes);
