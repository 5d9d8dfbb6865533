using Boternity.Skills.Collections;

namespace Boternity.Skills;

/// <summary>What is in a store.</summary>
public sealed record SkillInventory
{
    /// <summary>Gets the readable entries, sorted by id (ordinal).</summary>
    public IReadOnlyList<InstalledSkill> Skills { get; init => field = ValueList.Of(value); } = [];

    /// <summary>Gets the entries that could not be read, sorted likewise.</summary>
    public IReadOnlyList<DamagedSkill> Damaged { get; init => field = ValueList.Of(value); } = [];
}
