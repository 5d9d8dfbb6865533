using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Components.Binary;
using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Validation;

namespace Boternity.Skills.Wasm.Components.Instantiation;

/// <summary>
/// A component that was decoded and found valid, ready for the managed engine. Immutable: all threads and invocations
/// share it.
/// </summary>
internal sealed class Component
{
    /// <param name="engine">The engine.</param>
    /// <param name="definition">What was decoded.</param>
    /// <param name="clock">Bounds the time it takes; null for any time.</param>
    /// <param name="memory">What the component is charged to, by whoever began to measure; null for one of its
    /// own.</param>
    /// <exception cref="WasmLoadTimeoutException">It takes longer than the clock allows.</exception>
    public Component(
        Engine engine, ComponentDefinition definition, LoadClock? clock = null, ProgramMemory? memory = null)
    {
        Engine = engine;
        Code = new ComponentCode(engine, definition, clock ?? new LoadClock(), memory ?? new ProgramMemory());
    }

    public Engine Engine { get; }

    public ComponentDefinition Definition => Code.Definition;

    public NamedExterns Imports => Definition.Imports;

    public NamedExterns Exports => Definition.Exports;

    /// <summary>Gets what it holds of the host's memory, in bytes; it grows as code is made.</summary>
    public long HeldBytes => Code.Memory.HeldBytes;

    internal ComponentCode Code { get; }

    /// <summary>Whether the bytes begin as those of a component do.</summary>
    public static bool IsComponent(ReadOnlySpan<byte> binary) => ComponentDecoder.IsComponent(binary);

    /// <summary>Decodes and validates. The bytes are not kept.</summary>
    /// <exception cref="WasmLoadTimeoutException">It takes longer than the clock allows.</exception>
    /// <exception cref="WasmFormatException">The binary is malformed.</exception>
    /// <exception cref="WasmValidationException">The binary is not valid.</exception>
    /// <exception cref="WasmUnsupportedException">The binary uses what the engine does not have or may not
    /// use.</exception>
    public static Component Load(
        Engine engine,
        ReadOnlySpan<byte> binary,
        ComponentFeatures features = ComponentFeatures.All,
        LoadClock? clock = null,
        ProgramMemory? memory = null,
        ModuleFindings? findings = null)
    {
        ProgramMemory own = memory ?? new ProgramMemory();
        if (memory is null)
        {
            own.BeginLoad();
        }

        var component = new Component(
            engine, ComponentDecoder.Decode(binary, engine.Options.Features, features, clock, findings), clock, own);
        if (memory is null)
        {
            own.SettleLoad();
        }

        return component;
    }
}
