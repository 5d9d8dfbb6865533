namespace Boternity.Skills.Wasm;

/// <summary>The binary is well formed but not valid (core specification, chapter 3).</summary>
/// <param name="detail">What is wrong, in the specification's words.</param>
/// <param name="offset">Where, in bytes from the start of the binary.</param>
internal sealed class WasmValidationException(string detail, long offset)
    : WasmException($"{detail} (at offset 0x{offset:x})")
{
    public string Detail { get; } = detail;

    /// <summary>Where, in bytes from the start of the binary.</summary>
    public long Offset { get; } = offset;
}
