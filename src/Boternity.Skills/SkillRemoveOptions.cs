namespace Boternity.Skills;

/// <summary>What a host may say about a removal.</summary>
public sealed record SkillRemoveOptions
{
    /// <summary>Gets what happens where other installed skills need it.</summary>
    /// <value><see cref="SkillDependentsPolicy.Refuse"/>.</value>
    public SkillDependentsPolicy Dependents { get; init; }

    /// <summary>Gets what happens to what it needed, and nobody else needs or asked for.</summary>
    /// <value><see cref="SkillOrphanPolicy.Keep"/>.</value>
    public SkillOrphanPolicy Orphans { get; init; }
}

/// <summary>What happens where other installed skills need the one that is to be removed.</summary>
public enum SkillDependentsPolicy
{
    /// <summary>It is not removed, and the error names them. The default.</summary>
    Refuse = 0,

    /// <summary>It is removed; they stay, and may not work.</summary>
    Force = 1,
}

/// <summary>What happens to what a removed skill needed, and nobody else needs or asked for.</summary>
public enum SkillOrphanPolicy
{
    /// <summary>It stays, until <see cref="ISkillStore.PruneAsync"/>. The default.</summary>
    Keep = 0,

    /// <summary>It is removed too.</summary>
    Remove = 1,
}
