namespace Boternity.Skills.Wasm.Model;

/// <summary>The parts of WebAssembly, beyond 1.0, that a binary may use. What is not in the set is refused, named, with
/// its offset.</summary>
[Flags]
internal enum WasmFeatures
{
    Mvp = 0,
    SignExtension = 1 << 0,
    SaturatingConversion = 1 << 1,
    MultiValue = 1 << 2,
    BulkMemory = 1 << 3,
    ReferenceTypes = 1 << 4,
    Simd = 1 << 5,
    ExtendedConst = 1 << 6,
    TailCall = 1 << 7,
    MultiMemory = 1 << 8,

    /// <summary>Exactly WebAssembly 2.0.</summary>
    Wasm20 = SignExtension | SaturatingConversion | MultiValue | BulkMemory | ReferenceTypes | Simd,

    /// <summary>What of 3.0 there is. With any of it, sizes and offsets are read as 64 bits, as 3.0 encodes them, and
    /// checked afterwards.</summary>
    Wasm30 = ExtendedConst | TailCall | MultiMemory,

    /// <summary>All that the engine implements.</summary>
    All = Wasm20 | Wasm30,
}
