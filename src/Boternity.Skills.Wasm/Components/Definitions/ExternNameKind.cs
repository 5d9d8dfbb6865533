namespace Boternity.Skills.Wasm.Components.Definitions;

/// <summary>The forms of import and export names (Explainer, "Import and Export Definitions").</summary>
internal enum ExternNameKind : byte
{
    Label,
    Constructor,
    Method,
    Static,
    Interface,
}
