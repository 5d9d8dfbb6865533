namespace Boternity.Skills.Trust;

/// <summary>A lock file as it is written.</summary>
internal sealed record SkillLockDocument
{
    public required int FormatVersion { get; init; }

    public required IReadOnlyList<SkillLockEntry> Skills { get; init; }
}
