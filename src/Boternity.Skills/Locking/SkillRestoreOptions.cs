using Boternity.Skills.Updates;

namespace Boternity.Skills.Locking;

/// <summary>What a host may say about a restore.</summary>
public sealed record SkillRestoreOptions
{
    /// <summary>Gets the trust that the host gives; a lock file never decides it.</summary>
    /// <value>What the host's policy says; a skill that is installed as untrusted stays so.</value>
    public Func<SkillLockEntry, SkillTrustTier>? TrustTier { get; init; }

    /// <summary>
    /// Gets what to do about an entry whose content this store has had and replaced by a later version.
    /// </summary>
    /// <value><see cref="SkillDowngradePolicy.Refuse"/>.</value>
    public SkillDowngradePolicy Downgrade { get; init; }

    /// <summary>Gets who is told of each install as it goes on; null for nobody.</summary>
    public IProgress<SkillInstallProgress>? Progress { get; init; }

    /// <summary>Gets what happens when an entry cannot be restored.</summary>
    /// <value><see cref="SkillFailureMode.Stop"/>.</value>
    public SkillFailureMode OnFailure { get; init; }
}
