namespace Boternity.Skills;

/// <summary>A skill was refused for want of trust, or trust could not be recorded.</summary>
public class SkillTrustException : SkillException
{
    /// <summary>Creates the error.</summary>
    public SkillTrustException(string code, string? skill, string message, Exception? innerException = null)
        : base(code, message, innerException) => Skill = skill;

    /// <summary>Gets the skill, by its name.</summary>
    public string? Skill { get; }
}
