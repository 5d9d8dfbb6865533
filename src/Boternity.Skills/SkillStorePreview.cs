namespace Boternity.Skills;

/// <summary>What an install would do.</summary>
public sealed record SkillStorePreview
{
    /// <summary>Gets what has the id now; null for nothing.</summary>
    public InstalledSkill? Installed { get; init; }

    /// <summary>Gets the skill as it would be, with the digests of every file. Nothing of it is on disk.</summary>
    public required InstalledSkill Next { get; init; }
}
