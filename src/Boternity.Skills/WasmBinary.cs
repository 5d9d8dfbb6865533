namespace Boternity.Skills;

/// <summary>The program of a tool skill: bytes, and what they are.</summary>
/// <param name="Kind">What the bytes are.</param>
/// <param name="Bytes">The content of <c>skill.wasm</c>.</param>
public sealed record WasmBinary(WasmBinaryKind Kind, ReadOnlyMemory<byte> Bytes);

/// <summary>What the bytes of a <c>skill.wasm</c> are.</summary>
public enum WasmBinaryKind
{
    /// <summary>A WebAssembly component (Component Model, Binary.md).</summary>
    Component,

    /// <summary>A WebAssembly core module, version 1 (core specification, section 5.5.16).</summary>
    Module,

    /// <summary>The stub marker: not WebAssembly; the executor answers with the skill's body.</summary>
    Stub,
}
