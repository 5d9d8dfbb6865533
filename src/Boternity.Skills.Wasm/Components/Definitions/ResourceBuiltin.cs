namespace Boternity.Skills.Wasm.Components.Definitions;

/// <summary>The canonical functions on resources.</summary>
internal enum ResourceBuiltin : byte
{
    New,
    Drop,
    Rep,
}
