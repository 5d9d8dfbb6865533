using Boternity.Skills.Collections;

namespace Boternity.Skills;

/// <summary>What is to be installed in the store, and how.</summary>
public sealed record SkillStoreRequest
{
    /// <summary>Gets the skill's folder.</summary>
    public required SkillPackage Package { get; init; }

    /// <summary>Gets its compiled program. Required for a tool skill; null for a prompt skill.</summary>
    public WasmBinary? Wasm { get; init; }

    /// <summary>Gets what is known of its scripts.</summary>
    /// <value>None.</value>
    public IReadOnlyList<SkillScript> Scripts { get; init => field = ValueList.Of(value); } = [];

    /// <summary>Gets the trust that the host gives.</summary>
    /// <value><see cref="SkillTrustTier.Untrusted"/>.</value>
    public SkillTrustTier TrustTier { get; init; }

    /// <summary>Gets the id to install under; null for the folder's own name.</summary>
    public string? SkillId { get; init; }

    /// <summary>Gets what to do when another source's skill has that id.</summary>
    /// <value><see cref="SkillConflictPolicy.Refuse"/>.</value>
    public SkillConflictPolicy Conflict { get; init; }

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
    public string? ExpectedContentDigest { get; init; }
}
