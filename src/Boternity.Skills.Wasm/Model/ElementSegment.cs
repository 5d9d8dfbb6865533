namespace Boternity.Skills.Wasm.Model;

/// <summary>An element segment. Its items are function indices, or constant expressions where the binary gives those; the other array is null.</summary>
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
