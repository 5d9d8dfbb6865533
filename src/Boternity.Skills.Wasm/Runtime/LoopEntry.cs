namespace Boternity.Skills.Wasm.Runtime;

/// <summary>Code that goes on at a loop's header in the middle of a call.</summary>
/// <param name="Offset">The loop, in bytes from the start of the module's binary.</param>
/// <param name="Address">The code, as <c>(instance, frame, fuel) -> fuel</c>; the complement of the fuel, where the stack is too short to begin.</param>
internal sealed record LoopEntry(int Offset, nint Address);
