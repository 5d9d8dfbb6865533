namespace Boternity.Skills;

/// <summary>What one execution may use.</summary>
public sealed record SkillLimits
{
    /// <summary>Gets fuel: about one unit an executed WebAssembly instruction.</summary>
    /// <value>10,000,000,000.</value>
    public long MaxFuel { get; init; } = 10_000_000_000;

    /// <summary>Gets the bytes in all linear memories and tables of the execution together.</summary>
    /// <value>256 MiB.</value>
    public long MaxMemoryBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Gets the wall-clock time from the start of the execution to its result.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets the bytes of input, in UTF-8.</summary>
    /// <value>4 MiB.</value>
    public long MaxInputBytes { get; init; } = 4L * 1024 * 1024;

    /// <summary>Gets the bytes of output, in UTF-8.</summary>
    /// <value>4 MiB.</value>
    public long MaxOutputBytes { get; init; } = 4L * 1024 * 1024;

    /// <summary>
    /// Gets a value indicating whether the program may use vector instructions. What a program does not need is one
    /// thing less to get wrong.
    /// </summary>
    /// <value>true.</value>
    public bool AllowSimd { get; init; } = true;

    /// <summary>
    /// Gets the default for <see cref="SkillTrustTier.Untrusted"/>: 2,000,000,000 fuel, 64 MiB, 10 s, 1 MiB of input
    /// and of output, no SIMD.
    /// </summary>
    public static SkillLimits Untrusted { get; } = new()
    {
        MaxFuel = 2_000_000_000,
        MaxMemoryBytes = 64L * 1024 * 1024,
        Timeout = TimeSpan.FromSeconds(10),
        MaxInputBytes = 1024 * 1024,
        MaxOutputBytes = 1024 * 1024,
        AllowSimd = false,
    };

    /// <summary>Gets the default for <see cref="SkillTrustTier.Verified"/>: this type's defaults.</summary>
    public static SkillLimits Verified { get; } = new();

    /// <summary>What is wrong with these limits, if anything. A timer takes at most 2^32 - 2 milliseconds.</summary>
    internal string? FindProblem() =>
        MaxFuel <= 0 ? $"{nameof(MaxFuel)} must be greater than zero; it is {MaxFuel}."
        : MaxMemoryBytes <= 0 ? $"{nameof(MaxMemoryBytes)} must be greater than zero; it is {MaxMemoryBytes}."
        : MaxInputBytes <= 0 ? $"{nameof(MaxInputBytes)} must be greater than zero; it is {MaxInputBytes}."
        : MaxOutputBytes <= 0 ? $"{nameof(MaxOutputBytes)} must be greater than zero; it is {MaxOutputBytes}."
        : Timeout <= TimeSpan.Zero
            || Timeout.TotalMilliseconds > uint.MaxValue - 1
                ? $"{nameof(Timeout)} must be between zero and 49 days; it is {Timeout}."
        : null;
}
