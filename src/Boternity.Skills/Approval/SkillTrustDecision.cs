namespace Boternity.Skills.Approval;

/// <summary>A trust policy's answer.</summary>
/// <param name="Tier">The tier that the skill gets.</param>
/// <param name="Reason">Why, for a person and for the audit.</param>
public sealed record SkillTrustDecision(SkillTrustTier Tier, string Reason);
