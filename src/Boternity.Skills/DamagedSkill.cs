namespace Boternity.Skills;

/// <summary>An entry of the store that cannot be read.</summary>
/// <param name="SkillId">Its id.</param>
/// <param name="Error">What is wrong, as <see cref="ISkillStore.GetAsync"/> would throw it.</param>
public sealed record DamagedSkill(string SkillId, SkillStoreException Error);
