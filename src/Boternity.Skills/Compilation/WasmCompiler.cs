namespace Boternity.Skills.Compilation;

/// <summary>
/// The default compiler. A tool skill that brings a <c>skill.wasm</c> keeps it, unchanged, once it is known to be
/// WebAssembly; a tool skill without one gets the stub marker. Prompt skills get nothing.
/// </summary>
public sealed class WasmCompiler : IWasmCompiler
{
    /// <inheritdoc/>
    public ValueTask<WasmBinary?> CompileAsync(SkillPackage package, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(package);
        cancellationToken.ThrowIfCancellationRequested();
        return new(package.Manifest.Type == SkillType.Tool ? Compile(package) : null);
    }

    private static WasmBinary Compile(SkillPackage package)
    {
        if (package.FindFile(SkillPackage.WasmFileName) is not { } file)
        {
            return new WasmBinary(WasmBinaryKind.Stub, StubMarkerWriter.Write(package.Document.Body));
        }

        WasmBinaryKind kind = WasmPreamble.Identify(file.Content.Span) ?? throw new SkillCompilationException(
            SkillErrorCodes.CompilationNotWasm,
            package.Manifest.Name,
            $"The {SkillPackage.WasmFileName} of '{package.Manifest.Name}' ({file.Content.Length} bytes) is not WebAssembly: " +
            $"{WasmPreamble.Describe(file.Content.Span)}");
        return new WasmBinary(kind, file.Content);
    }
}
