namespace Boternity.Skills.Wasm.Components;

/// <summary>The canonical functions on resources.</summary>
internal enum ResourceBuiltin : byte
{
    New,
    Drop,
    Rep,
}
