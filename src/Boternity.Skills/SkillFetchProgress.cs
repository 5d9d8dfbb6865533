namespace Boternity.Skills;

/// <summary>How much of a skill has come from its registry.</summary>
public sealed record SkillFetchProgress
{
    /// <summary>
    /// Gets the bytes so far, as they are transferred; less than before where a transfer had to begin again.
    /// </summary>
    public required long Bytes { get; init; }

    /// <summary>Gets the bytes there will be; null where the registry does not say.</summary>
    public long? TotalBytes { get; init; }
}
