using Microsoft.Extensions.Options;

namespace Boternity.Skills.Compilation;

/// <summary>
/// The default compiler. A tool skill that brings a <c>skill.wasm</c> keeps it, unchanged, once it is known to be
/// WebAssembly; a tool skill without one gets a stub. Prompt skills get nothing.
/// </summary>
internal sealed class WasmCompiler : IWasmCompiler
{
    private readonly SkillStubMode _stub;

    /// <summary>Creates a compiler.</summary>
    public WasmCompiler(IOptions<WasmCompilerOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _stub = options.Value.Stub;
    }

    /// <inheritdoc/>
    public ValueTask<WasmBinary?> CompileAsync(SkillPackage package, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(package);
        cancellationToken.ThrowIfCancellationRequested();
        return new(package.Manifest.Type == SkillType.Tool ? Compile(package) : null);
    }

    private WasmBinary Compile(SkillPackage package)
    {
        if (package.FindFile(SkillPackage.WasmFileName) is not { } file)
        {
            return MakeStub(package);
        }

        WasmBinaryKind kind = WasmPreamble.Identify(file.Content.Span) ?? throw new SkillCompilationException(
            SkillErrorCodes.CompilationNotWasm,
            package.Manifest.Name,
            $"The {SkillPackage.WasmFileName} of '{package.Manifest.Name}' ({file.Content.Length} bytes) is not "
                + $"WebAssembly: " +
            $"{WasmPreamble.Describe(file.Content.Span)}");
        return new WasmBinary { Kind = kind, Bytes = file.Content };
    }

    private WasmBinary MakeStub(SkillPackage package) => _stub switch
    {
        SkillStubMode.Refuse => throw new SkillCompilationException(
            SkillErrorCodes.CompilationNoProgram,
            package.Manifest.Name,
            $"'{package.Manifest.Name}' is a tool skill and brings no {SkillPackage.WasmFileName}; this host takes no "
                + $"stubs."),
        SkillStubMode.Component => new WasmBinary
        {
            Kind = WasmBinaryKind.Component,
            Bytes = StubComponentWriter.Write(
                package.Manifest.Name, package.Manifest.Description, package.Document.Body),
            IsStub = true,
        },
        _ =>
            new WasmBinary
            {
                Kind = WasmBinaryKind.Stub,
                Bytes = StubMarkerWriter.Write(package.Document.Body),
                IsStub = true,
            },
    };
}
