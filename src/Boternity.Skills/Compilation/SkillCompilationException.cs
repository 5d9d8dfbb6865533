namespace Boternity.Skills.Compilation;

/// <summary>No program can be made from a package.</summary>
public sealed class SkillCompilationException : SkillException
{
    /// <summary>Creates the error.</summary>
    public SkillCompilationException(string code, string skill, string message, Exception? innerException = null)
        : base(code, message, innerException) => Skill = skill;

    /// <summary>Gets the skill's name.</summary>
    public string Skill { get; }
}
