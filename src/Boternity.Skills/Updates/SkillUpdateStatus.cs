using Boternity.Skills.Registries;

namespace Boternity.Skills.Updates;

/// <summary>Whether an installed skill has an update.</summary>
public sealed record SkillUpdateStatus
{
    /// <summary>Gets the installed skill.</summary>
    public required InstalledSkill Skill { get; init; }

    /// <summary>Gets what its registry says; null where it cannot tell without fetching.</summary>
    public SkillUpdateState? State { get; init; }

    /// <summary>Gets the same skill at its newest revision; null unless it moved.</summary>
    public SkillSource? Latest { get; init; }

    /// <summary>Gets why it would move or stay, in a sentence for a person.</summary>
    public required string Reason { get; init; }
}
