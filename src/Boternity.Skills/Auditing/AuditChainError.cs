namespace Boternity.Skills.Auditing;

/// <summary>A place where an audit log does not hold.</summary>
public sealed record AuditChainError
{
    /// <summary>Gets what is wrong.</summary>
    public required AuditChainErrorKind Kind { get; init; }

    /// <summary>Gets the file's name; empty where the whole log is meant.</summary>
    public required string File { get; init; }

    /// <summary>Gets the line in that file, from 1; 0 where the whole log is meant.</summary>
    public required int Line { get; init; }

    /// <summary>Gets what is wrong, for a person.</summary>
    public required string Message { get; init; }
}

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
