namespace Boternity.Skills.Wasmtime;

/// <summary>How Wasmtime compiles and runs skills. docs/guide/wasmtime.md explains what each is for.</summary>
public sealed class WasmtimeOptions
{
    /// <summary>The smallest key of <see cref="CacheKey"/>, in bytes.</summary>
    public const int MinCacheKeyBytes = 32;

    /// <summary>
    /// Gets or sets the absolute path of a directory where compiled programs are kept for other processes; null to keep
    /// none. What is in it becomes machine code of the host's, so it must be the host's own: it is created for its user
    /// alone, and refused where others could have written to it.
    /// </summary>
    /// <value>Null.</value>
    public string? CacheDirectory { get; set; }

    /// <summary>
    /// Gets or sets the key that compiled programs are authenticated with, at least 32 bytes; null for one that is made
    /// and kept in <see cref="CacheDirectory"/>. On Windows there is no default: a cache needs a key.
    /// </summary>
    /// <value>Null.</value>
    public ReadOnlyMemory<byte>? CacheKey { get; set; }

    /// <summary>
    /// Gets or sets how much <see cref="CacheDirectory"/> may hold, in bytes. Where more would be in it, what was
    /// longest unused is removed; what is larger alone is not kept.
    /// </summary>
    /// <value>1 GiB.</value>
    public long MaxCacheBytes { get; set; } = 1024L * 1024 * 1024;

    /// <summary>
    /// Gets or sets how many programs are compiled at once. Each takes all processors and a multiple of the program's
    /// size.
    /// </summary>
    /// <value>1.</value>
    public int MaxConcurrentCompilations { get; set; } = 1;

    /// <summary>
    /// Gets or sets the largest program that is compiled, in bytes; a larger one is refused with a
    /// <see cref="Execution.SkillLinkException"/>.
    /// </summary>
    /// <value>64 MiB.</value>
    public int MaxProgramBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// Gets or sets how long a caller waits for a program to be compiled. The compilation cannot be stopped: it goes
    /// on, and a later call may find it done.
    /// </summary>
    /// <value>2 minutes.</value>
    public TimeSpan MaxCompilationTime { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Gets or sets the stack of a guest, in bytes, from 64 KiB to 512 KiB: guests run on threads of 1 MiB, and what is
    /// left is the host's.
    /// </summary>
    /// <value>512 KiB.</value>
    public int MaxStackBytes { get; set; } = 512 * 1024;

    /// <summary>
    /// Gets or sets how many linear memories are kept for the next run, each with four gigabytes of address space; 0
    /// keeps none. Where the system gives no more address space, a run ends with an error that says so.
    /// </summary>
    /// <value>64.</value>
    public int MaxPooledMemories { get; set; } = 64;

    /// <summary>
    /// Gets or sets what the linear memories that are kept for the next run may hold of the host's memory, all
    /// together, in bytes. A memory that keeps some of it, at most 2 MiB, is cleared in place, which makes short runs
    /// several times as fast; 0 gives all of it back to the system after each run.
    /// </summary>
    /// <value>64 MiB.</value>
    public long MaxPooledBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>Gets or sets what happens where the native library cannot be used.</summary>
    /// <value><see cref="WasmtimeFallback.Fail"/>.</value>
    public WasmtimeFallback Fallback { get; set; } = WasmtimeFallback.Fail;
}

/// <summary>What happens where Wasmtime's native library cannot be used.</summary>
public enum WasmtimeFallback
{
    /// <summary>The engine is not made: a <see cref="WasmtimeUnavailableException"/> says what is missing.</summary>
    Fail,

    /// <summary>
    /// The engine that was registered before, which is the managed one unless the host took another, serves in its
    /// place; a warning is logged.
    /// </summary>
    UsePreviousEngine,
}
