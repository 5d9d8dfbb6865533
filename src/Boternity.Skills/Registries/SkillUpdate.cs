namespace Boternity.Skills.Registries;

/// <summary>What a check for updates found of one installed skill.</summary>
public sealed record SkillUpdate
{
    /// <summary>Gets the source that was asked about.</summary>
    public required SkillSource Installed { get; init; }

    /// <summary>Gets what was found.</summary>
    public required SkillUpdateState State { get; init; }

    /// <summary>Gets the same skill at the commit that its branch or tag is now; null unless it moved.</summary>
    public SkillSource? Latest { get; init; }

    /// <summary>
    /// Gets the name of Git's tree object for the folder at that commit, as <c>SkillDigest.OfGitTree</c> computes it:
    /// equal where nothing changed. Null unless the skill moved, and where the repository is too large for its
    /// answer.
    /// </summary>
    public string? TreeDigest { get; init; }

    /// <summary>Gets why, in a sentence for a person.</summary>
    public required string Reason { get; init; }
}

/// <summary>What a check for updates found.</summary>
public enum SkillUpdateState
{
    /// <summary>The branch or tag is still the commit that was installed.</summary>
    UpToDate = 0,

    /// <summary>The branch or tag moved. Whether the skill's folder changed with it, its tree digest tells.</summary>
    UpdateAvailable = 1,

    /// <summary>The skill was asked for at a commit, which never moves.</summary>
    Pinned = 2,

    /// <summary>The repository, the branch or tag, or the skill's folder is no longer there.</summary>
    SourceMissing = 3,
}
