namespace Boternity.Skills;

/// <summary>What is in a store.</summary>
/// <param name="Skills">The readable entries, sorted by id (ordinal).</param>
/// <param name="Damaged">The entries that could not be read, sorted likewise.</param>
public sealed record SkillInventory(IReadOnlyList<InstalledSkill> Skills, IReadOnlyList<DamagedSkill> Damaged);
