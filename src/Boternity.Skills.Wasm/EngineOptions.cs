using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm;

/// <summary>What is decided once for an engine and all its modules.</summary>
internal sealed record EngineOptions
{
    /// <summary>What a binary may use.</summary>
    /// <value>All that is implemented.</value>
    public WasmFeatures Features { get; init; } = WasmFeatures.All;

    /// <summary>The size of a store's value stack, in bytes. A guest that needs more traps: call stack exhausted.</summary>
    /// <value>4 MiB.</value>
    public int StackBytes { get; init; } = 4 << 20;

    /// <summary>How deep guest and host may call each other, each re-entry of the guest counted.</summary>
    /// <value>200.</value>
    public int MaxReentryDepth { get; init; } = 200;

    /// <summary>How many bytes of unused memories and stacks the engine keeps for new instances.</summary>
    /// <value>64 MiB.</value>
    public long PoolBytes { get; init; } = 64L << 20;
}
