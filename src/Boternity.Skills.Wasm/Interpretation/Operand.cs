namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>Where a value of the operand stack is.</summary>
internal enum OperandKind : byte
{
    /// <summary>In its own slot.</summary>
    Temporary,

    /// <summary>Nowhere yet: it is what the local holds.</summary>
    Local,

    /// <summary>Nowhere yet: it is known.</summary>
    Constant,
}

/// <summary>A value on the translator's operand stack.</summary>
internal struct Operand
{
    public OperandKind Kind;

    /// <summary>Whether it takes two slots.</summary>
    public bool IsWide;

    /// <summary>Its own place on the stack, as a byte offset from the frame; where it is only for <see
    /// cref="OperandKind.Temporary"/>.</summary>
    public uint Slot;

    /// <summary>For <see cref="OperandKind.Local"/>: which local.</summary>
    public int Local;

    /// <summary>For <see cref="OperandKind.Local"/>: the next deeper operand that is the same local; -1 for
    /// none.</summary>
    public int Deeper;

    /// <summary>For <see cref="OperandKind.Constant"/>: the value.</summary>
    public ulong Constant;

    public readonly uint End => Slot + (IsWide ? 16u : 8u);
}
