namespace Boternity.Skills;

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
