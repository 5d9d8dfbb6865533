using System.Runtime.CompilerServices;
using Boternity.Skills.Diagnostics;
using Boternity.Skills.Wasm;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Model;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Boternity.Skills.Execution.Sandbox;

/// <summary>
/// The default engine: WebAssembly in managed code, nothing native to install. It runs components of the world
/// <c>skill-plugin</c> (wit/boternity-skill.wit), and programs of WASI: components that export <c>wasi:cli/run</c>, and core modules with <c>_start</c>
/// and <c>wasi_snapshot_preview1</c>, whose input is standard input and whose output is standard output.
/// </summary>
internal sealed class SandboxEngine : IWasmEngine
{
    private readonly Engine _withSimd;
    private readonly Engine _withoutSimd;

    private readonly ProgramShapes _shapes;

    /// <summary>Creates an engine. One serves a process.</summary>
    /// <param name="time">The clocks of the programs that it runs; null for the system's.</param>
    /// <param name="logger">
    /// Is told which functions cannot be compiled to machine code and stay interpreted: at <see cref="LogLevel.Debug"/> where that is by
    /// design, at <see cref="LogLevel.Warning"/> where the runtime refused the code. Null for nobody.
    /// </param>
    public SandboxEngine(TimeProvider? time = null, ILogger<SandboxEngine>? logger = null)
    {
        ILogger log = logger ?? NullLogger<SandboxEngine>.Instance;
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
        _shapes = new ProgramShapes(time ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public string Name => "sandbox";

    /// <inheritdoc/>
    public ValueTask<IWasmProgram> LoadAsync(WasmBinary binary, WasmLoadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(binary);
        cancellationToken.ThrowIfCancellationRequested();
        Engine engine = (options ?? new WasmLoadOptions()).AllowSimd ? _withSimd : _withoutSimd;
        try
        {
            return new(_shapes.Load(engine, binary));
        }
        catch (WasmException exception)
        {
            throw SandboxErrors.Loading(exception);
        }
    }

    // Not the function's name: that is the skill's text.
    private static void LogFailure(ILogger log, CompilationFailure failure)
    {
        if (failure.Reason is NotSupportedException) ExecutionLog.StaysInterpreted(log, failure.FunctionIndex, failure.Reason.Message);
        else ExecutionLog.CodeRefused(log, failure.FunctionIndex, failure.Reason);
    }
}
