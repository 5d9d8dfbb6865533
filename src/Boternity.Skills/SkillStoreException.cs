namespace Boternity.Skills;

/// <summary>The store could not do what it was asked to.</summary>
public class SkillStoreException : SkillException
{
    /// <summary>Creates the error.</summary>
    public SkillStoreException(string code, string? skillId, string message, Exception? innerException = null)
        : base(code, message, innerException) => SkillId = skillId;

    /// <summary>Gets the skill's id, as it was given.</summary>
    public string? SkillId { get; }
}
