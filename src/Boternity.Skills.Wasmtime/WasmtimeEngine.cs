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
using Boternity.Skills.Wasmtime.Plans;
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

    // They check and never run: nothing is compiled there. A program that is kept needs none of them.
    private readonly Lazy<ProgramLoader> _loader = new();
    private readonly Lazy<Engine> _withSimd = new(
        static () => new Engine(new EngineOptions { CompilesHotCode = false }));

    private readonly Lazy<Engine> _withoutSimd = new(static () => new Engine(
        new EngineOptions { CompilesHotCode = false, Features = WasmFeatures.All & ~WasmFeatures.Simd }));

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

        // The first program needs them, and in a process just started they take milliseconds: meanwhile other things
        // happen.
        ThreadPool.UnsafeQueueUserWorkItem(static _ => _ = ProgramLoader.Definitions.Functions, null);
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

    /// <summary>Whether nothing native is left of the engine, and of what was made with it; for tests.</summary>
    internal bool IsReleased => _engine.Memories.IsReleased;

    /// <summary>How many more programs may be compiled now; for tests.</summary>
    internal int FreeCompilations => _compiler.Free;

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

        // What is disposed of meanwhile stays until the load has ended.
        bool isKept = false;
        _engine.DangerousAddRef(ref isKept);
        ProgramHold? hold = null;
        IWasmProgram? loaded = null;
        try
        {
            ArtifactKey key = _compiler.KeyOf(binary);
            Artifact? kept = _compiler.Find(key);
            CheckedProgram program = Check(binary, options, kept, cancellationToken);
            hold = ProgramHold.Take(options.SharedMemory, binary.Bytes.Length);
            CompiledProgram compiled = await _compiler.CompileAsync(
                program.Runtime is { } runtime ? binary with { Bytes = runtime.Binary } : binary,
                key,
                kept,
                program.Findings,
                cancellationToken).ConfigureAwait(false);
            loaded = Prepare(program, compiled, hold);
            return loaded;
        }
        catch (WasmException exception)
        {
            throw WasmtimeErrors.Loading(exception);
        }
        finally
        {
            _engine.DangerousRelease();
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

    private CheckedProgram Check(
        WasmBinary binary, WasmLoadOptions options, Artifact? kept, CancellationToken cancellationToken)
    {
        var known = ProgramFindings.Read(kept, options.AllowSimd);
        if (known?.Plan is { } plan)
        {
            return new CheckedProgram(plan, null, kept!.Findings);
        }

        var findings = new ModuleFindings(known?.Modules);
        Program program = Decode(binary, options, findings, cancellationToken);
        plan = ProgramPlan.Of(program);
        return new CheckedProgram(
            plan,
            program is ModuleProgram { Shape: ProgramShape.Preview1Runtime } module
                ? RuntimeModule.TryCreate(module.Module.Definition)
                : null,
            ProgramFindings.Write(findings.Found, plan, options.AllowSimd));
    }

    private Program Decode(
        WasmBinary binary, WasmLoadOptions options, ModuleFindings findings, CancellationToken cancellationToken)
    {
        Engine engine = (options.AllowSimd ? _withSimd : _withoutSimd).Value;
        var clock = new LoadClock(options.Timeout, cancellationToken);
        return binary.Kind switch
        {
            WasmBinaryKind.Component => _loader.Value.LoadComponent(
                engine, binary.Bytes.Span, clock, findings: findings),
            WasmBinaryKind.Module => _loader.Value.LoadModule(engine, binary.Bytes.Span, clock, findings: findings),
            _ => throw new SkillLinkException($"A {binary.Kind} is not a program."),
        };
    }

    private WasmtimeProgram Prepare(CheckedProgram program, CompiledProgram compiled, ProgramHold hold)
    {
        if (_engine.IsClosed)
        {
            compiled.Free();
            throw new ObjectDisposedException(nameof(WasmtimeEngine));
        }

        (ProgramPlan plan, RuntimeModule? runtime, _) = program;
        if (compiled.Kind == WasmBinaryKind.Component)
        {
            var component = PreparedComponent.Create(_engine, compiled.Pointer, plan);
            return new WasmtimeComponentProgram(_engine, _epochs, plan.Shape, component, hold);
        }

        var module = PreparedModule.Create(_modules, compiled.Pointer, plan, runtime);
        return plan.Shape switch
        {
            ProgramShape.Preview1Runtime when runtime is not null =>
                new WasmtimeSnapshotProgram(_engine, _epochs, module, runtime, hold),
            ProgramShape.Preview1Runtime => new WasmtimeRuntimeProgram(_engine, _epochs, module, hold),
            _ => new WasmtimeModuleProgram(_engine, _epochs, plan.Shape, module, hold),
        };
    }

    /// <summary>A program that was found good, now or before.</summary>
    /// <param name="Plan">How it is run.</param>
    /// <param name="Runtime">Of a script runtime, its module as it is compiled, where that can be captured.</param>
    /// <param name="Findings">What is kept of its checks.</param>
    private sealed record CheckedProgram(ProgramPlan Plan, RuntimeModule? Runtime, ReadOnlyMemory<byte> Findings);
}
