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
