namespace Boternity.Skills.Execution;

/// <summary>A program cannot be loaded, or imports what the host does not offer.</summary>
public sealed class SkillLinkException : SkillExecutionException
{
    /// <summary>Creates the error.</summary>
    public SkillLinkException(string message, string? import = null, Exception? innerException = null)
        : base(SkillErrorCodes.ExecutionLink, message, innerException) => Import = import;

    /// <summary>Gets the import that is at fault; null where the binary itself is.</summary>
    public string? Import { get; }
}
