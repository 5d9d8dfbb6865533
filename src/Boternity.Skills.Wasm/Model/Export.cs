namespace Boternity.Skills.Wasm.Model;

/// <summary>One export: its name, and what it names by kind and index.</summary>
internal readonly record struct Export(string Name, ExternKind Kind, int Index);
