namespace Boternity.Skills.Wasm.Runtime;

/// <summary>A function of the host, called by a guest.</summary>
/// <param name="caller">Who calls.</param>
/// <param name="arguments">The arguments, in slots.</param>
/// <param name="results">Where the results go, in slots. It never overlaps the arguments.</param>
internal delegate void HostCallback(Caller caller, ReadOnlySpan<ulong> arguments, Span<ulong> results);
