namespace Boternity.Skills.Approval;

/// <summary>
/// A rule of the default trust policy. What is null matches everything; the first rule that matches decides.
/// </summary>
public sealed record SkillTrustRule
{
    /// <summary>Gets the registry's name, compared without regard to case.</summary>
    public string? Registry { get; init; }

    /// <summary>Gets the owner: the part of the repository before the slash, compared without regard to case.</summary>
    public string? Owner { get; init; }

    /// <summary>Gets the repository as <c>owner/repo</c>, compared without regard to case.</summary>
    public string? Repository { get; init; }

    /// <summary>
    /// Gets the skill's folder, or a folder above it, without a slash at either end. Compared exactly.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>
    /// Gets the name of the signer's key in <see cref="Signing.SkillSigningOptions.SignerKeys"/>. Compared exactly.
    /// </summary>
    public string? Signer { get; init; }

    /// <summary>Gets the tier that a matching skill gets.</summary>
    public required SkillTrustTier Tier { get; init; }

    /// <summary>
    /// Gets the name of the key that a matching skill must be signed with; a skill that is not is refused. Null for
    /// no such demand.
    /// </summary>
    public string? RequiredSigner { get; init; }
}
