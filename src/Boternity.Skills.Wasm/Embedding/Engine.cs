using System.Runtime.CompilerServices;
using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Emit;
using Boternity.Skills.Wasm.Interpretation;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Validation;

namespace Boternity.Skills.Wasm.Embedding;

/// <summary>The engine: decodes, validates and runs. One serves a process; all threads may use it.</summary>
internal sealed class Engine
{
    private readonly RuntimeServices _services;

    public Engine()
        : this(new EngineOptions())
    {
    }

    public Engine(EngineOptions options)
    {
        Options = options;
        _services = new RuntimeServices(new Interpreter(), CreateCompiler(options), new BlockPool(options.PoolBytes),
            options.StackBytes, options.MaxReentryDepth);
    }

    public EngineOptions Options { get; }

    /// <summary>Decodes and validates a core module. The bytes are copied.</summary>
    /// <param name="binary">The binary.</param>
    /// <param name="clock">Bounds the time it takes; null for any time.</param>
    /// <param name="memory">What the module is charged to, by whoever began to measure; null for one of its
    /// own.</param>
    /// <param name="findings">Validates core modules, or knows what was found before; null to validate.</param>
    /// <exception cref="WasmFormatException">The binary is malformed.</exception>
    /// <exception cref="WasmValidationException">The binary is not valid.</exception>
    /// <exception cref="WasmUnsupportedException">The binary uses what the engine does not have or may not
    /// use.</exception>
    /// <exception cref="WasmLoadTimeoutException">It takes longer than the clock allows.</exception>
    public Module LoadModule(
        ReadOnlySpan<byte> binary,
        LoadClock? clock = null,
        ProgramMemory? memory = null,
        ModuleFindings? findings = null)
    {
        clock ??= new LoadClock();
        ProgramMemory own = memory ?? new ProgramMemory();
        if (memory is null)
        {
            own.BeginLoad();
        }

        ModuleDefinition definition = ModuleDecoder.Decode(binary.ToArray(), Options.Features, clock);
        (findings ?? new ModuleFindings()).Validate(definition, clock);
        Module module = CreateModule(definition, own);
        if (memory is null)
        {
            own.SettleLoad();
        }

        return module;
    }

    /// <summary>A module of a definition that was already decoded and found valid, as those inside of a component
    /// are.</summary>
    public Module CreateModule(ModuleDefinition definition, ProgramMemory memory) =>
        new(_services, definition, memory);

    /// <summary>A new store: the state of one invocation.</summary>
    public Store CreateStore(StoreOptions? options = null) => new(_services, options ?? new StoreOptions());

    // Without dynamic code in the runtime the interpreter alone serves.
    private static BackgroundCompiler? CreateCompiler(EngineOptions options)
    {
        if (!options.CompilesHotCode || !RuntimeFeature.IsDynamicCodeSupported)
        {
            return null;
        }

        return new BackgroundCompiler(new BackgroundCompilerOptions(
            options.HotCalls,
            options.HotIterations,
            options.CompilesInBackground,
            options.CompilerThreads,
            options.MaxProgramCodeBytes,
            options.MaxWholeBytes,
            options.MaxRegionWeight,
            options.OnCompilationFailure,
            options.OnCompiled,
            options.BeforeEmit));
    }
}
