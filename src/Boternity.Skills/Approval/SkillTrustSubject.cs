using Boternity.Skills.Signing;

namespace Boternity.Skills.Approval;

/// <summary>What a trust policy is asked about.</summary>
public sealed record SkillTrustSubject
{
    /// <summary>Gets where the skill comes from, pinned.</summary>
    public required SkillSource Source { get; init; }

    /// <summary>Gets the frontmatter. Nothing that it says about trust is to be acted on.</summary>
    public required SkillManifest Manifest { get; init; }

    /// <summary>Gets who signed it, by a key that the host trusts; null for nobody.</summary>
    public SkillSigner? Signer { get; init; }

    /// <summary>
    /// Gets a value indicating whether it comes from a directory of this machine that the host registered.
    /// </summary>
    public bool IsLocalDirectory { get; init; }
}
