using Boternity.Skills.Registries;

namespace Boternity.Skills.Updates;

/// <summary>Whether an installed skill has an update.</summary>
public sealed record SkillUpdateStatus
{
    /// <summary>The installed skill.</summary>
    public required InstalledSkill Skill { get; init; }

    /// <summary>What its registry says; null where it cannot tell without fetching.</summary>
    public SkillUpdateState? State { get; init; }

    /// <summary>The same skill at its newest revision; null unless it moved.</summary>
    public SkillSource? Latest { get; init; }

    /// <summary>Why it would move or stay, in a sentence for a person.</summary>
    public required string Reason { get; init; }
}
