using Boternity.Skills.Collections;

namespace Boternity.Skills.Auditing;

/// <summary>What the verification of an audit log found.</summary>
public sealed record SkillAuditReport
{
    /// <summary>Gets the lines that were read before the first break, or in all.</summary>
    public required int Lines { get; init; }

    /// <summary>
    /// Gets the hash of the last of them: what to keep elsewhere and to expect next time. Zeros for an empty log.
    /// </summary>
    public required string Head { get; init; }

    /// <summary>Gets the first place where the log does not hold; null when it does.</summary>
    public AuditChainError? Error { get; init; }

    /// <summary>
    /// Gets the executions that began and of which no end is recorded, oldest first: they are running now, or their
    /// process was ended in the middle. What they did is not known.
    /// </summary>
    public IReadOnlyList<SkillAuditEvent> UnfinishedExecutions
    {
        get;
        init => field = ValueList.Of(value);
    }

    = ValueList.Of<SkillAuditEvent>([]);

    /// <summary>Gets a value indicating whether the log holds from its first line to its last.</summary>
    public bool IsIntact => Error is null;
}
