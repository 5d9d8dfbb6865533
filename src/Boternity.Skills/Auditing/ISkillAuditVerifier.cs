namespace Boternity.Skills.Auditing;

/// <summary>Verifies audit logs as <c>AddAuditLog()</c> writes them. Safe for concurrent use.</summary>
public interface ISkillAuditVerifier
{
    /// <summary>Reads a log and checks that every line follows from the one before.</summary>
    /// <param name="directoryPath">The directory of the log, which may be a copy; null for the host's own log.</param>
    /// <param name="expectation">What else is known of the log; null for nothing.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="SkillAuditException">A file cannot be read.</exception>
    Task<SkillAuditReport> VerifyAsync(
        string? directoryPath = null,
        SkillAuditExpectation? expectation = null,
        CancellationToken cancellationToken = default);
}
