namespace Boternity.Skills.Wasm.Model;

/// <summary>A global that the module defines.</summary>
internal readonly record struct GlobalDefinition(GlobalType Type, ConstExpr Initial);
