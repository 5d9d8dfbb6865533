namespace Boternity.Skills.Wasmtime.Artifacts;

/// <summary>A compiled program as it was kept.</summary>
/// <param name="Findings">What the program's checks found, as <see cref="ProgramFindings"/> writes it.</param>
/// <param name="Code">What Wasmtime made of it.</param>
internal sealed record Artifact(ReadOnlyMemory<byte> Findings, ReadOnlyMemory<byte> Code);
