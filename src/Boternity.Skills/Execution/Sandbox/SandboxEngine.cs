using Boternity.Skills.Wasm;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Execution.Sandbox;

/// <summary>
/// The default engine: WebAssembly in managed code, nothing native to install. It runs components of the world
/// <c>skill-plugin</c> (wit/boternity-skill.wit), and programs of WASI: components that export <c>wasi:cli/run</c>, and core modules with <c>_start</c>
/// and <c>wasi_snapshot_preview1</c>, whose input is standard input and whose output is standard output.
/// </summary>
public sealed class SandboxEngine : IWasmEngine
{
    private readonly Engine _withSimd = new(new EngineOptions { Features = WasmFeatures.All });
    private readonly Engine _withoutSimd = new(new EngineOptions { Features = WasmFeatures.All & ~WasmFeatures.Simd });

    private readonly ProgramShapes _shapes;

    /// <summary>Creates an engine. One serves a process.</summary>
    /// <param name="time">The clocks of the programs that it runs; null for the system's.</param>
    public SandboxEngine(TimeProvider? time = null) => _shapes = new ProgramShapes(time ?? TimeProvider.System);

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
}
