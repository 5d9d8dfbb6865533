namespace Boternity.Skills.Wasm.Components.Abi;

/// <summary>What holds the components of one invocation, beside the store's own limits.</summary>
internal sealed record ComponentContextOptions
{
    /// <summary>The most handles that all tables hold together.</summary>
    /// <value>100,000.</value>
    public int MaxHandles { get; init; } = 100_000;

    /// <summary>The most component instances.</summary>
    /// <value>1,000.</value>
    public int MaxInstances { get; init; } = 1_000;

    /// <summary>
    /// The most definitions (aliases, functions, instances and so on) that all component instances follow while they
    /// are made.
    /// </summary>
    /// <value>1,000,000.</value>
    public int MaxDefinitions { get; init; } = 1_000_000;

    /// <summary>
    /// The most that the values of one call between a guest and the host may take in the host, in bytes.
    /// </summary>
    /// <value>128 MiB.</value>
    public long MaxHostBytesPerCall { get; init; } = 128L << 20;
}
