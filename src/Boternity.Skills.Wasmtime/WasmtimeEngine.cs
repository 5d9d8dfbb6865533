using System.Reflection;
using Boternity.Skills.Execution;
using Boternity.Skills.Wasm;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Programs;
using Boternity.Skills.Wasm.Validation;
using Boternity.Skills.Wasmtime.Artifacts;
using Boternity.Skills.Wasmtime.Components;
using Boternity.Skills.Wasmtime.Modules;
using Boternity.Skills.Wasmtime.Native;
using Boternity.Skills.Wasmtime.Running;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Wasmtime;

/// <summary>
/// Wasmtime behind the library's seam. The library's own decoder, linker's checks and definitions of what the host
/// offers stand before it: it sees no binary that they did not find good, and none of its own WASI is used.
/// </summary>
internal sealed class WasmtimeEngine : IWasmEngine, IDisposable
{
    private readonly WasmtimeOptions _options;
    private readonly EngineHandle _engine;
    private readonly EpochTicker _epochs;
    private readonly CoreLinker _modules;
    private readonly ProgramCompiler _compiler;
    private readonly ProgramLoader _loader = new();

    // They check and never run: nothing is compiled there.
    private readonly Engine _withSimd = new(new EngineOptions { CompilesHotCode = false });
    private readonly Engine _withoutSimd = new(
        new EngineOptions { CompilesHotCode = false, Features = WasmFeatures.All & ~WasmFeatures.Simd });

    /// <summary>Creates an engine. One serves a process.</summary>
    /// <exception cref="WasmtimeUnavailableException">The native library cannot be used here.</exception>
    /// <exception cref="IOException">The cache's directory is not the user's alone.</exception>
    public WasmtimeEngine(IOptions<WasmtimeOptions> options, ILogger<WasmtimeEngine>? logger = null)
    {
        if (WasmtimeLibrary.Problem is { } problem)
        {
            throw WasmtimeUnavailableException.Create(problem);
        }

        _options = options.Value;
        ILogger log = logger ?? NullLogger<WasmtimeEngine>.Instance;
        Fingerprint = $"wasmtime {WasmtimeLibrary.Version}, stack {_options.MaxStackBytes}, "
            + $"library {LibraryVersion}";
        var cache = ArtifactCache.Open(_options, log);
        _engine = EngineHandle.Create(
            _options.MaxStackBytes, _options.MaxPooledMemories, _options.MaxPooledBytes);
        _epochs = new EpochTicker(_engine);
        _modules = new CoreLinker(_engine);
        _compiler = new ProgramCompiler(_engine, _options, cache, $"{Fingerprint}, build {Build}", log);
    }

    public string Name => "wasmtime";

    public string Fingerprint { get; }

    private static string LibraryVersion =>
        typeof(WasmtimeEngine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion ?? "unknown";

    // What was found valid by another build of the decoder is looked at anew.
    private static string Build =>
        $"{typeof(WasmtimeEngine).Module.ModuleVersionId:N} {typeof(ProgramLoader).Module.ModuleVersionId:N}";

    /// <summary>What linear memories are made of; for tests.</summary>
    internal Memory.AddressSpacePool Pool => _engine.Memories.Pool;

    /// <summary>What a program is kept under; for tests.</summary>
    internal ArtifactKey KeyOf(WasmBinary binary) => _compiler.KeyOf(binary);

    public async ValueTask<IWasmProgram> LoadAsync(
        WasmBinary binary, WasmLoadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(binary);
        cancellationToken.ThrowIfCancellationRequested();
        options ??= new WasmLoadOptions();
        if (binary.Bytes.Length > _options.MaxProgramBytes)
        {
            throw new SkillLinkException(
                $"The program has {binary.Bytes.Length} bytes; Wasmtime compiles at most {_options.MaxProgramBytes} "
                    + $"({nameof(WasmtimeOptions)}.{nameof(WasmtimeOptions.MaxProgramBytes)}).");
        }

        ProgramHold? hold = null;
        IWasmProgram? loaded = null;
        try
        {
            ArtifactKey key = _compiler.KeyOf(binary);
            Artifact? kept = _compiler.Find(key);
            ModuleFindings findings = ProgramFindings.Begin(kept, options.AllowSimd);
            Program program = Check(binary, options, findings, cancellationToken);
            hold = ProgramHold.Take(options.SharedMemory, binary.Bytes.Length);
            RuntimeModule? runtime = program is ModuleProgram { Shape: ProgramShape.Preview1Runtime } module
                ? RuntimeModule.TryCreate(module.Module.Definition)
                : null;
            CompiledProgram compiled = await _compiler.CompileAsync(
                runtime is null ? binary : binary with { Bytes = runtime.Binary },
                key,
                kept,
                ProgramFindings.Write(findings, options.AllowSimd),
                cancellationToken).ConfigureAwait(false);
            loaded = program is ComponentProgram component
                ? Prepare(component, compiled, hold)
                : Prepare((ModuleProgram)program, compiled, runtime, hold);
            return loaded;
        }
        catch (WasmException exception)
        {
            throw WasmtimeErrors.Loading(exception);
        }
        finally
        {
            if (loaded is null)
            {
                hold?.Dispose();
            }
        }
    }

    public void Dispose()
    {
        _compiler.Dispose();
        _epochs.Dispose();
        _modules.Dispose();
        _engine.Dispose();
    }

    private Program Check(
        WasmBinary binary, WasmLoadOptions options, ModuleFindings findings, CancellationToken cancellationToken)
    {
        Engine engine = options.AllowSimd ? _withSimd : _withoutSimd;
        var clock = new LoadClock(options.Timeout, cancellationToken);
        return binary.Kind switch
        {
            WasmBinaryKind.Component => _loader.LoadComponent(
                engine, binary.Bytes.Span, clock, findings: findings),
            WasmBinaryKind.Module => _loader.LoadModule(engine, binary.Bytes.Span, clock, findings: findings),
            _ => throw new SkillLinkException($"A {binary.Kind} is not a program."),
        };
    }

    private WasmtimeComponentProgram Prepare(
        ComponentProgram program, CompiledProgram compiled, ProgramHold hold) => new(
        _engine,
        _epochs,
        program.Shape,
        PreparedComponent.Create(_engine, compiled.Pointer, program.Component.Definition, program.Shape),
        hold);

    private WasmtimeModuleProgram Prepare(
        ModuleProgram program, CompiledProgram compiled, RuntimeModule? runtime, ProgramHold hold)
    {
        var module = PreparedModule.Create(_modules, compiled.Pointer, program.Module.Definition, runtime);
        return program.Shape switch
        {
            ProgramShape.Preview1Runtime when runtime is not null =>
                new WasmtimeSnapshotProgram(_engine, _epochs, module, runtime, hold),
            ProgramShape.Preview1Runtime => new WasmtimeRuntimeProgram(_engine, _epochs, module, hold),
            _ => new WasmtimeModuleProgram(_engine, _epochs, program.Shape, module, hold),
        };
    }
}
