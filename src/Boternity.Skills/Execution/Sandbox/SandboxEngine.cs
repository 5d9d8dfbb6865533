using Boternity.Skills.Wasm;
using Boternity.Skills.Wasm.Components;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Wasi;

namespace Boternity.Skills.Execution.Sandbox;

/// <summary>
/// The default engine: WebAssembly in managed code, nothing native to install. It runs components that export the world
/// <c>skill-plugin</c> of wit/boternity-skill.wit.
/// </summary>
public sealed class SandboxEngine : IWasmEngine
{
    private readonly Engine _withSimd = new(new EngineOptions { Features = WasmFeatures.All });
    private readonly Engine _withoutSimd = new(new EngineOptions { Features = WasmFeatures.All & ~WasmFeatures.Simd });
    private readonly ComponentLinker _linker = new();

    private readonly TimeProvider _time;

    /// <summary>Creates an engine. One serves a process.</summary>
    /// <param name="time">The clocks of the programs that it runs; null for the system's.</param>
    public SandboxEngine(TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        SkillWorld.Define(_linker);
        WasiInterfaces.Define(_linker);
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
            return new(Load(engine, binary));
        }
        catch (WasmException exception)
        {
            throw SandboxErrors.Loading(exception);
        }
    }

    private SkillWorldProgram Load(Engine engine, WasmBinary binary)
    {
        if (binary.Kind != WasmBinaryKind.Component)
        {
            throw new SkillLinkException($"A {binary.Kind} cannot be run by the engine '{Name}'.");
        }

        LinkedComponent component = _linker.Link(Component.Load(engine, binary.Bytes.Span));
        return new SkillWorldProgram(engine, _time, component);
    }
}
