using Boternity.Skills.Signing;

namespace Boternity.Skills.Approval;

/// <summary>What is to be decided.</summary>
internal sealed record PreparedAdmission
{
    /// <summary>What is to be installed: exactly the content that is shown.</summary>
    public required StagedSkill Staged { get; init; }

    public required SkillApprovalRequest Question { get; init; }

    public SkillSigner? Signer { get; init; }
}
