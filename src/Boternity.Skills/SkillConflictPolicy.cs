namespace Boternity.Skills;

/// <summary>What an install does when another source's skill already has the id.</summary>
public enum SkillConflictPolicy
{
    /// <summary>Refuse with <see cref="Storage.SkillConflictException"/>. The default.</summary>
    Refuse = 0,

    /// <summary>Replace the other skill, as atomically as any install.</summary>
    Replace = 1,
}
