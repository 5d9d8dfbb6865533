namespace Boternity.Skills;

/// <summary>A skill that answers a query, and how well.</summary>
public sealed record SkillMatch
{
    /// <summary>Gets the skill.</summary>
    public required DiscoveredSkill Skill { get; init; }

    /// <summary>Gets how its name matches.</summary>
    public required SkillNameMatch Match { get; init; }
}

/// <summary>How a skill's name answers the name that was asked for; a lower value is a better match.</summary>
public enum SkillNameMatch
{
    /// <summary>The manifest's name or the folder's name is what was asked for.</summary>
    Exact = 0,

    /// <summary>One of the names begins with what was asked for.</summary>
    Prefix = 1,

    /// <summary>One of the names contains what was asked for.</summary>
    Substring = 2,
}
