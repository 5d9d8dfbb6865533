namespace Boternity.Skills.Auditing;

/// <summary>What the verification of an audit log found.</summary>
/// <param name="Lines">The lines that were read before the first break, or in all.</param>
/// <param name="Head">The hash of the last of them: what to keep elsewhere and to expect next time. Zeros for an empty log.</param>
/// <param name="Break">The first place where the log does not hold; null when it does.</param>
public sealed record SkillAuditReport(long Lines, string Head, AuditChainError? Break)
{
    /// <summary>Whether the log holds from its first line to its last.</summary>
    public bool IsIntact => Break is null;
}
