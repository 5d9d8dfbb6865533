namespace Boternity.Skills.Approval;

/// <summary>A trust policy's answer.</summary>
public sealed record SkillTrustDecision
{
    /// <summary>Gets the tier that the skill gets.</summary>
    public required SkillTrustTier Tier { get; init; }

    /// <summary>Gets why, for a person and for the audit.</summary>
    public required string Reason { get; init; }
}
