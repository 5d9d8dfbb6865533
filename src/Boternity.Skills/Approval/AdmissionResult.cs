using Boternity.Skills.Signing;

namespace Boternity.Skills.Approval;

/// <summary>What came of the asking.</summary>
internal sealed record AdmissionResult
{
    /// <summary>What the store is to do: exactly the content that was shown.</summary>
    public required SkillStoreRequest Request { get; init; }

    /// <summary>The skill as it will be.</summary>
    public required InstalledSkill Preview { get; init; }

    public required SkillApproval Approval { get; init; }

    public SkillSigner? Signer { get; init; }
}
