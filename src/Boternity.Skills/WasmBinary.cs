namespace Boternity.Skills;

/// <summary>The program of a tool skill: bytes, and what they are.</summary>
/// <param name="Kind">What the bytes are.</param>
/// <param name="Bytes">The content of <c>skill.wasm</c>.</param>
public sealed record WasmBinary(WasmBinaryKind Kind, ReadOnlyMemory<byte> Bytes);
