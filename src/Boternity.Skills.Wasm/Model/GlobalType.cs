namespace Boternity.Skills.Wasm.Model;

/// <summary>The type of a global.</summary>
internal readonly record struct GlobalType(ValType Type, bool IsMutable);
