namespace Boternity.Skills;

/// <summary>What an install would do.</summary>
/// <param name="Installed">What has the id now; null for nothing.</param>
/// <param name="Next">The skill as it would be, with the digests of every file. Nothing of it is on disk.</param>
public sealed record SkillStorePreview(InstalledSkill? Installed, InstalledSkill Next);
