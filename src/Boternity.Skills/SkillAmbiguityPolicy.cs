namespace Boternity.Skills;

/// <summary>What happens where skills of several places answer a reference equally well.</summary>
public enum SkillAmbiguityPolicy
{
    /// <summary>
    /// The registry that was added first wins, and in it the repository that is listed first. The others are told
    /// (<see cref="DiscoveredSkill.Alternatives"/>, progress, log, <see cref="Approval.SkillApprovalRequest"/>). Two of
    /// one place are refused all the same.
    /// </summary>
    TakeFirst = 0,

    /// <summary>A <see cref="Registries.SkillAmbiguousException"/> lists them.</summary>
    Refuse = 1,
}
