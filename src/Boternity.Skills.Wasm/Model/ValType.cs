namespace Boternity.Skills.Wasm.Model;

/// <summary>A value type by its binary encoding (core specification, section 5.3).</summary>
internal enum ValType : byte
{
    /// <summary>Not a type of the specification: what the validator gives operands of unreachable code (appendix,
    /// "Validation Algorithm").</summary>
    Unknown = 0,
    I32 = 0x7F,
    I64 = 0x7E,
    F32 = 0x7D,
    F64 = 0x7C,
    V128 = 0x7B,
    FuncRef = 0x70,
    ExternRef = 0x6F,
}
