namespace Boternity.Skills.Wasm.Runtime;

/// <summary>A function's machine code.</summary>
internal sealed class CompiledCode
{
    /// <summary>The code, called with its arguments in registers.</summary>
    public required nint Address { get; init; }

    /// <summary>The adapter from slots: <c>(instance, frame, fuel, address) -> fuel</c>.</summary>
    public required nint FromSlots { get; init; }
}
