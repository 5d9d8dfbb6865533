namespace Boternity.Skills.Wasm.Model;

/// <summary>A constant expression: where it lies in the binary, its <c>end</c> included, and its value where that needs no instance.</summary>
/// <param name="Code">The instructions.</param>
/// <param name="Constant">The value of a lone <c>i32.const</c>, <c>i64.const</c>, <c>f32.const</c>, <c>f64.const</c> or <c>ref.null</c>; null for all else.</param>
/// <param name="FunctionIndex">The operand of a lone <c>ref.func</c>; -1 for all else.</param>
internal readonly record struct ConstExpr(ByteRange Code, ulong? Constant, int FunctionIndex = -1);
