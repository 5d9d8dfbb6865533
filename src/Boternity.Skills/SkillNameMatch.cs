namespace Boternity.Skills;

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
