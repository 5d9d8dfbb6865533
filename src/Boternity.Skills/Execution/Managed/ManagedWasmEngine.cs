using System.Runtime.CompilerServices;
using Boternity.Skills.Diagnostics;
using Boternity.Skills.Wasm;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Programs;
using Boternity.Skills.Wasm.Runtime;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Boternity.Skills.Execution.Managed;

/// <summary>
/// The default engine: WebAssembly in managed code, nothing native to install. It runs components of the world
/// <c>skill-plugin</c> (wit/boternity-skill.wit), and programs of WASI: components that export <c>wasi:cli/run</c>, and
/// core modules with <c>_start</c> and <c>wasi_snapshot_preview1</c>, whose input is standard input and whose output is
/// standard output.
/// </summary>
internal sealed class ManagedWasmEngine : IWasmEngine
{
    private readonly Engine _withSimd;
    private readonly Engine _withoutSimd;
    private readonly ProgramLoader _loader = new();
    private readonly ProfileStore? _profiles;

    /// <summary>Creates an engine. One serves a process.</summary>
    /// <param name="logger">
    /// Is told which functions cannot be compiled to machine code and stay interpreted: at <see cref="LogLevel.Debug"/>
    /// where that is by design, at <see cref="LogLevel.Warning"/> where the runtime refused the code. Null for nobody.
    /// </param>
    /// <param name="profiles">Keeps what is hot for the next process; null to keep nothing.</param>
    public ManagedWasmEngine(ILogger<ManagedWasmEngine>? logger = null, ProfileStore? profiles = null)
    {
        _profiles = profiles;
        ILogger log = logger ?? NullLogger<ManagedWasmEngine>.Instance;
        var options = new EngineOptions
        {
            OnCompilationFailure = failure => LogFailure(log, failure),
            OnCompiled = SkillTelemetry.RecordCompiledFunction,
        };
        if (!RuntimeFeature.IsDynamicCodeSupported)
        {
            ExecutionLog.InterpretsOnly(log);
        }

        _withSimd = new Engine(options with { Features = WasmFeatures.All });
        _withoutSimd = new Engine(options with { Features = WasmFeatures.All & ~WasmFeatures.Simd });
    }

    public string Name => "managed";

    public ValueTask<IWasmProgram> LoadAsync(
        WasmBinary binary, WasmLoadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(binary);
        cancellationToken.ThrowIfCancellationRequested();
        options ??= new WasmLoadOptions();
        Engine engine = options.AllowSimd ? _withSimd : _withoutSimd;
        var memory = new ProgramMemory(options.SharedMemory);
        var clock = new LoadClock(options.Timeout, cancellationToken) { OnLook = memory.SettleLoad };
        bool isLoaded = false;
        try
        {
            // One thread does it all: what it allocates is what the program holds, and a little more.
            memory.BeginLoad();
            ManagedProgram program = binary.Kind switch
            {
                WasmBinaryKind.Component => LoadComponent(
                    engine, _loader.LoadComponent(engine, binary.Bytes.Span, clock, memory), options.Sha256),
                WasmBinaryKind.Module => LoadModule(
                    engine, _loader.LoadModule(engine, binary.Bytes.Span, clock, memory), options.Sha256),
                _ => throw new SkillLinkException($"A {binary.Kind} is not a program."),
            };
            memory.SettleLoad();
            isLoaded = true;
            return new(program);
        }
        catch (WasmException exception)
        {
            throw ManagedEngineErrors.Loading(exception);
        }
        finally
        {
            if (!isLoaded)
            {
                memory.Close();
            }
        }
    }

    private ManagedComponentProgram LoadComponent(Engine engine, ComponentProgram program, string? sha256) =>
        new(engine, program) { Profile = ProfileOf(program, sha256) };

    private ManagedProgram LoadModule(Engine engine, ModuleProgram program, string? sha256) =>
        program.Shape == ProgramShape.Preview1Runtime
            ? new ManagedRuntimeProgram(engine, _loader.Modules, program) { Profile = ProfileOf(program, sha256) }
            : new ManagedModuleProgram(engine, _loader.Modules, program) { Profile = ProfileOf(program, sha256) };

    private ProfileKeeper? ProfileOf(Program program, string? sha256) =>
        _profiles is null || sha256 is null ? null : new ProfileKeeper(_profiles, sha256, program);

    /// <summary>Logs a function that stays interpreted; not its name, which is the skill's text.</summary>
    internal static void LogFailure(ILogger log, CompilationFailure failure)
    {
        if (failure.Reason is NotSupportedException)
        {
            ExecutionLog.StaysInterpreted(log, failure.FunctionIndex, failure.Reason.Message);
        }
        else
        {
            ExecutionLog.CodeRefused(log, failure.FunctionIndex, failure.Reason);
        }
    }
}
