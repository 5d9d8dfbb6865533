using Boternity.Skills.Wasm.Validation;

namespace Boternity.Skills.Wasmtime.Artifacts;

/// <summary>
/// What a program's validation found, as it stands in its artefact: whether vector instructions were allowed, then a
/// byte for each module. An artefact counts for the same bytes, the same build of this library and the host's key
/// alone, so what it says need not be found again.
/// </summary>
internal static class ProgramFindings
{
    /// <summary>Validation of a program, or what is known of it.</summary>
    /// <param name="artifact">What was kept; null for nothing.</param>
    /// <param name="allowSimd">Whether it may use vector instructions.</param>
    public static ModuleFindings Begin(Artifact? artifact, bool allowSimd) =>
        artifact?.Findings is { Length: > 0 } known && (allowSimd || known.Span[0] == 0)
            ? new ModuleFindings(known[1..].ToArray())
            : new ModuleFindings();

    /// <summary>What is kept.</summary>
    public static byte[] Write(ModuleFindings findings, bool allowSimd) =>
        [allowSimd ? (byte)1 : (byte)0, .. findings.Found];
}
