namespace Boternity.Skills.Auditing;

/// <summary>Where audit events go. Safe for concurrent use. Without one registered, nothing is recorded.</summary>
public interface ISkillAudit
{
    /// <summary>Records an event. When this returns, the event is written.</summary>
    /// <exception cref="SkillAuditException">It cannot be written, and the host chose to fail for that.</exception>
    ValueTask RecordAsync(SkillAuditEvent auditEvent, CancellationToken cancellationToken = default);
}
