using Boternity.Skills.Signing;

namespace Boternity.Skills.Approval;

/// <summary>What came of the asking.</summary>
internal sealed record AdmissionResult
{
    /// <summary>What is to be installed: exactly the content that was shown.</summary>
    public required StagedSkill Staged { get; init; }

    public required SkillApproval Approval { get; init; }

    public SkillSigner? Signer { get; init; }
}
