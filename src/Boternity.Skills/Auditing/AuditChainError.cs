namespace Boternity.Skills.Auditing;

/// <summary>A place where an audit log does not hold.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="File">The file's name; empty where the whole log is meant.</param>
/// <param name="Line">The line in that file, from 1; 0 where the whole log is meant.</param>
/// <param name="Message">What is wrong, for a person.</param>
public sealed record AuditChainError(AuditChainErrorKind Kind, string File, int Line, string Message);

/// <summary>How an audit log fails to hold.</summary>
public enum AuditChainErrorKind
{
    /// <summary>A line is not one of an audit log.</summary>
    Unreadable,

    /// <summary>A line is not the one that its successor was written after.</summary>
    Altered,

    /// <summary>Lines are missing, doubled or in another order.</summary>
    Sequence,

    /// <summary>The log does not begin where it should.</summary>
    BeginningMissing,

    /// <summary>The line that was its last one is gone.</summary>
    EndMissing,

    /// <summary>The last line has no end: it was being written, or was cut.</summary>
    Truncated,
}
