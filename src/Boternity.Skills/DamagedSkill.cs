namespace Boternity.Skills;

/// <summary>An entry of the store that cannot be read.</summary>
public sealed record DamagedSkill
{
    /// <summary>Gets its id.</summary>
    public required string SkillId { get; init; }

    /// <summary>Gets what is wrong, as <see cref="ISkillStore.GetAsync"/> would throw it.</summary>
    public required SkillStoreException Error { get; init; }
}
