using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>What holds the guests of one store.</summary>
internal sealed record StoreOptions
{
    /// <summary>Fuel at the start: one unit an instruction, bulk operations by length.</summary>
    /// <value>Unlimited (<see cref="long.MaxValue"/>).</value>
    public long Fuel { get; init; } = long.MaxValue;

    /// <summary>The most that all memories and tables may take together, in bytes (a table's element counts
    /// eight).</summary>
    /// <value>4 GiB.</value>
    public long MaxMemoryBytes { get; init; } = 4L << 30;

    /// <summary>Memory that all stores share, beside the limit of each.</summary>
    /// <value>Unlimited (null).</value>
    public GuestMemoryBudget? SharedMemory { get; init; }

    /// <summary>How long the store's guests may run, counted from the store's making.</summary>
    /// <value>Unlimited (null).</value>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Stops the guests when it is cancelled.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Whatever the host's functions need to know of this invocation.</summary>
    public object? State { get; init; }

    /// <summary>Whether what is hot in this store is compiled. Code that is there is used all the same.</summary>
    /// <value>true. What runs once, such as an interpreter's start, ends before its code would be of use.</value>
    public bool CompilesHotCode { get; init; } = true;

    /// <summary>How many instances the store takes.</summary>
    /// <value>10,000.</value>
    public int MaxInstances { get; init; } = 10_000;
}
