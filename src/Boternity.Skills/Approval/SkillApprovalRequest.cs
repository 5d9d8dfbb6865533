using Boternity.Skills.Collections;
using Boternity.Skills.Grants;
using Boternity.Skills.Scanning;
using Boternity.Skills.Signing;

namespace Boternity.Skills.Approval;

/// <summary>
/// What a host is asked before a skill is installed or updated: all that a person needs to say yes or no.
/// </summary>
public sealed record SkillApprovalRequest
{
    /// <summary>
    /// Gets the skill: where it comes from with its commit, its manifest and every file. What it asks for is in <see
    /// cref="SkillPackage.Manifest"/>.
    /// </summary>
    public required SkillPackage Package { get; init; }

    /// <summary>
    /// Gets the digest of the whole content, which the answer is bound to, 64 lower-case hexadecimal digits.
    /// </summary>
    public required string ContentDigest { get; init; }

    /// <summary>Gets the tier that the trust policy assigned, and why.</summary>
    public required SkillTrustDecision Trust { get; init; }

    /// <summary>
    /// Gets where else a skill answers the reference as well; the one in the request comes from the registry, or
    /// the repository of it, that the host put first.
    /// </summary>
    /// <value>None.</value>
    public IReadOnlyList<SkillSource> Alternatives { get; init => field = ValueList.Of(value); } = [];

    /// <summary>
    /// Gets the ids of the skills that need it, where it is there for them; empty for a skill that was asked for.
    /// </summary>
    /// <value>None.</value>
    public IReadOnlyList<string> NeededBy { get; init => field = ValueList.Of(value); } = [];

    /// <summary>
    /// Gets the skills that are installed with it because it needs them, directly or not. Each has a request of its
    /// own, and all of them are asked about at once (<see cref="ISkillApprover.DecideAllAsync"/>): where one is
    /// refused, none is installed.
    /// </summary>
    /// <value>None.</value>
    public IReadOnlyList<SkillSource> Dependencies { get; init => field = ValueList.Of(value); } = [];

    /// <summary>Gets who signed it, by a key that the host trusts; null for nobody.</summary>
    public SkillSigner? Signer { get; init; }

    /// <summary>Gets what the scanner found.</summary>
    public IReadOnlyList<SkillFinding> Findings { get; init => field = ValueList.Of(value); } = [];

    /// <summary>
    /// Gets a value indicating whether it is a tool skill without a program: a stub would answer with the skill's own
    /// text.
    /// </summary>
    public bool IsStub { get; init; }

    /// <summary>Gets the scripts, with what is known of each: whether it can run, and what it needs.</summary>
    /// <value>None.</value>
    public IReadOnlyList<SkillScript> Scripts { get; init => field = ValueList.Of(value); } = [];

    /// <summary>Gets, for an update, the version that is installed; null for a first install.</summary>
    public InstalledSkill? Installed { get; init; }

    /// <summary>
    /// Gets, for an update, what the installed version was granted. It does not carry over: the new content needs an
    /// answer of its own.
    /// </summary>
    public SkillGrants InstalledGrants { get; init; } = SkillGrants.None;

    /// <summary>Gets, for an update, what changes; null for a first install.</summary>
    public SkillDifference? Difference { get; init; }

    /// <summary>Gets what the skill asks for.</summary>
    public IReadOnlyList<SkillCapability> RequestedCapabilities => Package.Manifest.Capabilities;

    /// <summary>Gets the secrets that the skill asks for.</summary>
    public IReadOnlyList<string> RequestedSecrets => Package.Manifest.Secrets;

    /// <summary>
    /// What a person must know to decide, in words, one thing a line: the skill and its source, who vouches for it,
    /// what it asks for, what was found in it, and what an update changes. Text of the skill is made harmless for
    /// terminals and logs.
    /// </summary>
    public IReadOnlyList<string> Describe() => ApprovalWords.Of(this);
}
