namespace Boternity.Skills.Execution;

/// <summary>The skill ran and reported an error of its own.</summary>
public sealed class SkillFailedException : SkillExecutionException
{
    /// <summary>Creates the error.</summary>
    public SkillFailedException(string error, string message, int? exitCode = null)
        : base(SkillErrorCodes.ExecutionSkillFailed, message)
    {
        Error = error;
        ExitCode = exitCode;
    }

    /// <summary>Gets what the skill said: text from a stranger.</summary>
    public string Error { get; }

    /// <summary>Gets the exit code of a program that has one.</summary>
    public int? ExitCode { get; }

    /// <summary>
    /// Gets or sets the limit that the program had met before: it was refused memory, and ended so. Null where none had
    /// been met, or the engine does not tell.
    /// </summary>
    public SkillLimitKind? LimitMet { get; set; }
}
