namespace Boternity.Skills.Wasm.Model;

/// <summary>The type of a linear memory; limits in pages of 64 KiB.</summary>
internal readonly record struct MemoryType(Limits Limits);
