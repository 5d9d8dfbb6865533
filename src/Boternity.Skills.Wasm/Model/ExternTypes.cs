namespace Boternity.Skills.Wasm.Model;

/// <summary>What an import or export is, by its binary encoding (core specification, sections 5.5.5 and
/// 5.5.10).</summary>
internal enum ExternKind : byte
{
    Function = 0,
    Table = 1,
    Memory = 2,
    Global = 3,
}

/// <summary>The size range of a memory (in pages of 64 KiB) or a table (in elements).</summary>
/// <param name="Minimum">The size at the start.</param>
/// <param name="Maximum">The size it may grow to; null when the module names none.</param>
internal readonly record struct Limits(uint Minimum, uint? Maximum)
{
    public override string ToString() => Maximum is { } maximum ? $"{Minimum} {maximum}" : $"{Minimum}";
}

/// <summary>The type of a table; limits in elements.</summary>
internal readonly record struct TableType(ValType Element, Limits Limits);

/// <summary>The type of a linear memory; limits in pages of 64 KiB.</summary>
internal readonly record struct MemoryType(Limits Limits);

/// <summary>The type of a global.</summary>
internal readonly record struct GlobalType(ValType Type, bool IsMutable);
