namespace Boternity.Skills.Wasm;

/// <summary>The binary uses a part of WebAssembly that the engine does not have, or that its options switch
/// off.</summary>
/// <param name="proposal">The name of that part.</param>
/// <param name="detail">What in the binary uses it.</param>
/// <param name="offset">Where, in bytes from the start of the binary.</param>
internal sealed class WasmUnsupportedException(string proposal, string detail, long offset)
    : WasmException($"{detail}: the proposal '{proposal}' is not available (at offset 0x{offset:x})")
{
    /// <summary>The name of the proposal, such as <c>memory64</c>.</summary>
    public string Proposal { get; } = proposal;

    public string Detail { get; } = detail;

    /// <summary>Where, in bytes from the start of the binary.</summary>
    public long Offset { get; } = offset;
}
