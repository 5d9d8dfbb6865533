using System.Text;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Compilation;

/// <summary>
/// The default compiler. A tool skill that brings a <c>skill.wasm</c> keeps it, unchanged, once it is known to be
/// WebAssembly; one that brings its source, in a language that the host has, gets a component of it; others get a stub.
/// Prompt skills get nothing.
/// </summary>
internal sealed class WasmCompiler : IWasmCompiler
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly SkillStubMode _stub;
    private readonly ISkillSourceLanguage[] _languages;
    private readonly ISourceFreezer? _freezer;

    /// <summary>Creates a compiler; without a freezer it takes no sources.</summary>
    public WasmCompiler(
        IOptions<WasmCompilerOptions> options,
        IEnumerable<ISkillSourceLanguage>? languages = null,
        ISourceFreezer? freezer = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _stub = options.Value.Stub;
        _languages = [.. languages ?? []];
        _freezer = freezer;
    }

    /// <inheritdoc/>
    public ValueTask<WasmBinary?> CompileAsync(SkillPackage package, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(package);
        cancellationToken.ThrowIfCancellationRequested();
        if (package.Manifest.Type != SkillType.Tool)
        {
            return new((WasmBinary?)null);
        }

        return package.FindFile(SkillPackage.WasmFileName) is null && FindSource(package) is { } source
            ? CompileAsync(package, source.File, source.Language, cancellationToken)
            : new(Compile(package));
    }

    private (SkillPackageFile File, ISkillSourceLanguage Language)? FindSource(SkillPackage package)
    {
        foreach (ISkillSourceLanguage language in _freezer is null ? [] : _languages)
        {
            if (package.FindFile(language.FileName) is { } file)
            {
                return (file, language);
            }
        }

        return null;
    }

    private async ValueTask<WasmBinary?> CompileAsync(
        SkillPackage package,
        SkillPackageFile source,
        ISkillSourceLanguage language,
        CancellationToken cancellationToken)
    {
        string text;
        try
        {
            text = Utf8.GetString(source.Content.Span);
        }
        catch (DecoderFallbackException exception)
        {
            throw new SkillCompilationException(
                SkillErrorCodes.CompilationSource,
                package.Manifest.Name,
                $"The {source.Path} of '{package.Manifest.Name}' is not UTF-8.",
                exception);
        }

        WasmBinary template = await language.ReadTemplateAsync(cancellationToken).ConfigureAwait(false);
        ReadOnlyMemory<byte>? library = await language.ReadLibraryAsync(cancellationToken).ConfigureAwait(false);
        return new WasmBinary
        {
            Kind = WasmBinaryKind.Component,
            Bytes = await _freezer!
                .FreezeAsync(template, library, package.Manifest.Name, source.Path, text, cancellationToken)
                .ConfigureAwait(false),
        };
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
