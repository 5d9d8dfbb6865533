namespace Boternity.Skills.Wasm.Model;

/// <summary>The type of a table; limits in elements.</summary>
internal readonly record struct TableType(ValType Element, Limits Limits);
