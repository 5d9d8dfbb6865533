namespace Boternity.Skills.Wasm.Components.Definitions;

/// <summary>
/// The canonical options of a lifted or lowered function. Indices into the component's core index spaces; -1 where an option is
/// not given.
/// </summary>
internal sealed record CanonOptions(StringEncoding Encoding, int Memory, int Realloc, int PostReturn);

/// <summary>The canonical functions on resources.</summary>
internal enum ResourceBuiltin : byte
{
    New,
    Drop,
    Rep,
}
