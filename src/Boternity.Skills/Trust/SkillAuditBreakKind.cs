namespace Boternity.Skills.Trust;

/// <summary>How an audit log fails to hold.</summary>
public enum SkillAuditBreakKind
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
    Torn,
}
