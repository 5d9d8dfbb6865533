namespace Boternity.Skills;

/// <summary>What an install does about what a skill says of others.</summary>
public enum SkillDependencyMode
{
    /// <summary>
    /// What it needs is found, shown to whoever decides, and installed in the same transaction; what conflicts is an
    /// error. The default.
    /// </summary>
    Install = 0,

    /// <summary>Nothing is looked at: the skill is installed alone, and may not work.</summary>
    Ignore = 1,
}
