namespace Boternity.Skills.Auditing;

/// <summary>Verifies audit logs as <c>AddAuditLog()</c> writes them. Safe for concurrent use.</summary>
public interface ISkillAuditVerifier
{
    /// <summary>Reads the host's own log and checks that every line follows from the one before.</summary>
    /// <param name="expectation">What else is known of the log; null for nothing.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="SkillAuditException">A file cannot be read.</exception>
    Task<SkillAuditReport> VerifyAsync(
        SkillAuditExpectation? expectation = null, CancellationToken cancellationToken = default);

    /// <summary>Reads the log in a directory, which may be a copy, and checks that every line follows from the one before.</summary>
    /// <param name="directoryPath">The directory of the log.</param>
    /// <param name="expectation">What else is known of the log; null for nothing.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="SkillAuditException">A file cannot be read.</exception>
    Task<SkillAuditReport> VerifyAsync(
        string directoryPath, SkillAuditExpectation? expectation = null, CancellationToken cancellationToken = default);
}
