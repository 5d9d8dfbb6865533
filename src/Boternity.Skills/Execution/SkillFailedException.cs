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

    /// <summary>What the skill said: text from a stranger.</summary>
    public string Error { get; }

    /// <summary>The exit code of a program that has one.</summary>
    public int? ExitCode { get; }
}
