namespace Boternity.Skills.Locking;

/// <summary>What a restore did.</summary>
/// <param name="Installed">The skills that it installed, in the order of the lock file.</param>
/// <param name="Unchanged">The skills that were there already, every file verified.</param>
public sealed record SkillRestoreResult(IReadOnlyList<InstalledSkill> Installed, IReadOnlyList<InstalledSkill> Unchanged);
