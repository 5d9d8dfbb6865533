namespace Boternity.Skills.Trust;

/// <summary>What came of the asking.</summary>
internal sealed record SkillAdmitted
{
    /// <summary>What the store is to do: exactly the content that was shown.</summary>
    public required SkillStoreRequest Request { get; init; }

    /// <summary>The skill as it will be.</summary>
    public required InstalledSkill Preview { get; init; }

    public required SkillApproval Approval { get; init; }

    public SkillSigner? Signer { get; init; }
}
