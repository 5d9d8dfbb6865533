using System.Reflection.Emit;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Embedding;

/// <summary>What is decided once for an engine and all its modules.</summary>
internal sealed record EngineOptions
{
    /// <summary>What a binary may use.</summary>
    /// <value>All that is implemented.</value>
    public WasmFeatures Features { get; init; } = WasmFeatures.All;

    /// <summary>The size of a store's value stack, in bytes. A guest that needs more traps: call stack
    /// exhausted.</summary>
    /// <value>4 MiB.</value>
    public int StackBytes { get; init; } = 4 << 20;

    /// <summary>How deep guest and host may call each other, each re-entry of the guest counted.</summary>
    /// <value>200.</value>
    public int MaxReentryDepth { get; init; } = 200;

    /// <summary>How many bytes of unused memories and stacks the engine keeps for new instances.</summary>
    /// <value>64 MiB.</value>
    public long PoolBytes { get; init; } = 64L << 20;

    /// <summary>Whether functions that are hot are compiled to machine code. Without dynamic code in the runtime the
    /// interpreter alone serves, whatever this says.</summary>
    /// <value>True.</value>
    public bool CompilesHotCode { get; init; } = true;

    /// <summary>The calls after which a function is hot, counted over all instances of its module; 0 compiles it before
    /// its first call, on the caller's thread.</summary>
    /// <value>500.</value>
    public int HotCalls { get; init; } = 500;

    /// <summary>The iterations after which a loop is hot, counted over all instances of its module.</summary>
    /// <value>2,000.</value>
    public int HotIterations { get; init; } = 2_000;

    /// <summary>Whether hot functions are compiled on a thread of the engine's own while the guest goes on; otherwise
    /// the guest waits.</summary>
    /// <value>True.</value>
    public bool CompilesInBackground { get; init; } = true;

    /// <summary>How many threads compile at most, each in the background.</summary>
    /// <value>2.</value>
    public int CompilerThreads { get; init; } = 2;

    /// <summary>The largest body, in bytes, that is compiled as one method. A larger function is compiled in pieces,
    /// those that are hot: the JIT does not optimise methods above some size.</summary>
    /// <value>4,000.</value>
    public int MaxWholeBytes { get; init; } = 4_000;

    /// <summary>The size of such a piece, roughly in references to locals of its IL, of which the JIT optimises methods
    /// with up to 8,000.</summary>
    /// <value>7,000.</value>
    public int MaxRegionWeight { get; init; } = 7_000;

    /// <summary>What a program, with all its modules, may hold of the host's memory for machine code, however hot it
    /// is, in bytes: the code, its IL, and what the runtime keeps for both.</summary>
    /// <value>128 MiB.</value>
    public long MaxProgramCodeBytes { get; init; } = 128L << 20;

    /// <summary>Is told of functions that are hot and cannot be compiled, on the compiler's thread. It must not
    /// throw.</summary>
    /// <value>Null: nobody is told.</value>
    public Action<CompilationFailure>? OnCompilationFailure { get; init; }

    /// <summary>Called on the compiler's thread after a hot function or loop was compiled. It must not throw.</summary>
    /// <value>Null.</value>
    public Action? OnCompiled { get; init; }

    /// <summary>Called before a function's IL is written; tests make it IL that the runtime rejects.</summary>
    /// <value>Null.</value>
    public Action<ILGenerator>? BeforeEmit { get; init; }
}
