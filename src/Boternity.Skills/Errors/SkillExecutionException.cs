namespace Boternity.Skills;

/// <summary>An execution did not come to a result.</summary>
public class SkillExecutionException : SkillException
{
    /// <summary>Creates the error.</summary>
    public SkillExecutionException(string code, string message, Exception? innerException = null)
        : base(code, message, innerException)
    {
    }
}
