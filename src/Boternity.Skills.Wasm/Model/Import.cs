namespace Boternity.Skills.Wasm.Model;

/// <summary>One import.</summary>
/// <param name="Module">The module name it asks.</param>
/// <param name="Name">The name of what it asks for.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Index">Its index in the index space of its kind.</param>
internal readonly record struct Import(string Module, string Name, ExternKind Kind, int Index);
