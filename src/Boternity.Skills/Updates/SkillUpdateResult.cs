using Boternity.Skills.Approval;

namespace Boternity.Skills.Updates;

/// <summary>What an update did to one skill.</summary>
public sealed record SkillUpdateResult
{
    /// <summary>Gets the skill before.</summary>
    public required InstalledSkill Before { get; init; }

    /// <summary>Gets the skill now; the same as before where it did not move.</summary>
    public required InstalledSkill After { get; init; }

    /// <summary>Gets what changed between the two.</summary>
    public required SkillDifference Difference { get; init; }

    /// <summary>Gets why it moved or stayed, in a sentence for a person.</summary>
    public required string Reason { get; init; }
}
