namespace Boternity.Skills;

/// <summary>What happens to the others when something goes wrong with one of several skills.</summary>
public enum SkillFailureMode
{
    /// <summary>
    /// The error is thrown, and nothing more is done. Where it shows before anybody is asked, nothing was stored;
    /// later, what was stored stays.
    /// </summary>
    Stop = 0,

    /// <summary>The others go on, and the result tells of the error.</summary>
    Continue = 1,
}
