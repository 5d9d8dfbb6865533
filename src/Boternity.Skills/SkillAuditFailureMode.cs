namespace Boternity.Skills;

/// <summary>What happens when an audit event cannot be written.</summary>
public enum SkillAuditFailureMode
{
    /// <summary>What was to be audited fails too. The default.</summary>
    FailClosed = 0,

    /// <summary>An error is logged, and things go on without the event.</summary>
    GoOn = 1,
}
