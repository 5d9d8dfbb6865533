namespace Boternity.Skills;

/// <summary>What a host may say about one install.</summary>
public sealed record SkillInstallOptions
{
    /// <summary>
    /// Gets the trust that the host gives, in place of what its <see cref="Approval.ISkillTrustPolicy"/> says. A
    /// signer that a rule requires is required all the same.
    /// </summary>
    /// <value>null: the policy decides.</value>
    public SkillTrustTier? TrustTier { get; init; }

    /// <summary>Gets the id to install under; null for the skill's folder name.</summary>
    /// <value>null.</value>
    public string? SkillId { get; init; }

    /// <summary>Gets what to do when another source's skill has that id.</summary>
    /// <value><see cref="SkillConflictPolicy.Refuse"/>.</value>
    public SkillConflictPolicy Conflict { get; init; }

    /// <summary>
    /// Gets the weakest name match that may be installed. Anything but an exact name is a person's choice to make.
    /// </summary>
    /// <value><see cref="SkillNameMatch.Exact"/>.</value>
    public SkillNameMatch Match { get; init; }

    /// <summary>
    /// Gets what happens where skills of several registries, or of several repositories of one, answer equally well.
    /// </summary>
    /// <value><see cref="SkillAmbiguityPolicy.TakeFirst"/>.</value>
    public SkillAmbiguityPolicy Ambiguity { get; init; }

    /// <summary>Gets what happens about the skills that it needs, and about those that it conflicts with.</summary>
    /// <value><see cref="SkillDependencyMode.Install"/>.</value>
    public SkillDependencyMode Dependencies { get; init; }

    /// <summary>
    /// Gets a value indicating whether it is installed because others need it, and nobody asked for it
    /// (<see cref="InstalledSkill.IsDependency"/>).
    /// </summary>
    /// <value>false.</value>
    public bool IsDependency { get; init; }

    /// <summary>
    /// Gets the content digest that the skill must have once installed (<see cref="InstalledSkill.ContentDigest"/>);
    /// null for any.
    /// </summary>
    /// <value>null.</value>
    public string? ExpectedContentDigest { get; init; }
}
