namespace Boternity.Skills.Locking;

/// <summary>What a host may say about an import.</summary>
public sealed record SkillImportOptions
{
    /// <summary>Gets the trust that the host gives; null: the policy decides.</summary>
    /// <value>null.</value>
    public SkillTrustTier? TrustTier { get; init; }

    /// <summary>Gets what to do when another source's skill has an id.</summary>
    /// <value><see cref="SkillConflictPolicy.Refuse"/>.</value>
    public SkillConflictPolicy Conflict { get; init; }

    /// <summary>Gets who is told of each step; null for nobody.</summary>
    /// <value>null.</value>
    public IProgress<SkillInstallProgress>? Progress { get; init; }
}
