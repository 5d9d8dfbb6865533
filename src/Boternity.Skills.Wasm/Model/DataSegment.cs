namespace Boternity.Skills.Wasm.Model;

/// <summary>A data segment.</summary>
/// <param name="Mode">Active or passive.</param>
/// <param name="MemoryIndex">The memory that an active segment goes to.</param>
/// <param name="Offset">Where in that memory.</param>
/// <param name="Bytes">Where its bytes lie in the binary.</param>
internal readonly record struct DataSegment(SegmentMode Mode, int MemoryIndex, ConstExpr Offset, ByteRange Bytes);
