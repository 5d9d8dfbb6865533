namespace Boternity.Skills;

/// <summary>
/// A skill that is ready to be installed: its files, with their digests, and what it would replace. Nothing of it is on
/// disk. A store makes it (<see cref="ISkillStore.StageAsync"/>) and installs it
/// (<see cref="ISkillStore.CommitAsync(StagedSkill, Grants.SkillGrants, CancellationToken)"/>).
/// </summary>
public sealed record StagedSkill
{
    /// <summary>Gets what the store was asked to install.</summary>
    public required SkillStoreRequest Request { get; init; }

    /// <summary>Gets the skill as it will be, with the digests of every file and of the whole.</summary>
    public required InstalledSkill Skill { get; init; }

    /// <summary>Gets what has the id now; null for nothing.</summary>
    public InstalledSkill? Installed { get; init; }
}
