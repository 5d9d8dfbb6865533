using System.Security.Cryptography;

namespace Boternity.Skills.Wasmtime.Artifacts;

/// <summary>
/// What an artefact is bound to: a program that another version, or an engine with other settings compiled is another
/// artefact.
/// </summary>
/// <param name="ProgramSha256">The SHA-256 of the WebAssembly binary.</param>
/// <param name="Kind">Whether it is a component or a module.</param>
/// <param name="Settings">The versions of Wasmtime and of this library, and all settings that change what is
/// compiled.</param>
internal sealed record ArtifactKey(string ProgramSha256, WasmBinaryKind Kind, string Settings)
{
    /// <summary>The key as it stands in the artefact.</summary>
    public string Text => $"{Settings}\n{NameOf(Kind)}\n{ProgramSha256}";

    /// <summary>The name of the file.</summary>
    public string FileName =>
        Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Text))) + ".cwasm";

    private static string NameOf(WasmBinaryKind kind) =>
        kind == WasmBinaryKind.Component ? nameof(WasmBinaryKind.Component) : nameof(WasmBinaryKind.Module);
}
