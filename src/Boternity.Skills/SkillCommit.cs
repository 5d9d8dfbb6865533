using Boternity.Skills.Grants;

namespace Boternity.Skills;

/// <summary>One of several skills that are installed together.</summary>
public sealed record SkillCommit
{
    /// <summary>Gets what <see cref="ISkillStore.StageAsync"/> gave.</summary>
    public required StagedSkill Staged { get; init; }

    /// <summary>
    /// Gets what the skill is granted; it replaces what the same content was granted before.
    /// </summary>
    /// <value>Nothing.</value>
    public SkillGrants Grants { get; init; } = SkillGrants.None;
}
