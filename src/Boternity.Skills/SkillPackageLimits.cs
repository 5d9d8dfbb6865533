namespace Boternity.Skills;

/// <summary>How large a skill's folder may be. Counted while streaming, so that a bomb stops at the limit.</summary>
public sealed record SkillPackageLimits
{
    /// <summary>Gets the most files in a skill.</summary>
    /// <value>1,000.</value>
    public int MaxFiles { get; init; } = 1_000;

    /// <summary>Gets the most bytes in one file.</summary>
    /// <value>10 MiB.</value>
    public long MaxFileBytes { get; init; } = 10L * 1024 * 1024;

    /// <summary>Gets the most bytes in all files together.</summary>
    /// <value>25 MiB.</value>
    public long MaxTotalBytes { get; init; } = 25L * 1024 * 1024;
}
