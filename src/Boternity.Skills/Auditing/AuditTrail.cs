namespace Boternity.Skills.Auditing;

/// <summary>Makes audit events and hands them to the host's audit, where it has one.</summary>
internal sealed class AuditTrail(ISkillAudit? audit, TimeProvider time)
{
    /// <summary>False where nobody records: digests need not be made.</summary>
    public bool IsOn => audit is not null;

    /// <summary>An event about a skill that is installed, or would be.</summary>
    public SkillAuditEvent About(SkillAuditAction action, InstalledSkill skill, string outcome) => new()
    {
        Time = time.GetUtcNow(),
        Action = action,
        Outcome = outcome,
        Skill = skill.SkillId,
        Source = skill.Source.ToString(),
        ContentDigest = skill.ContentDigest.Length == 0 ? null : skill.ContentDigest,
        Tier = skill.TrustTier,
    };

    /// <summary>An event about a skill of which no more is known than where it is.</summary>
    public SkillAuditEvent About(SkillAuditAction action, SkillSource source, string name, string outcome) => new()
    {
        Time = time.GetUtcNow(),
        Action = action,
        Outcome = outcome,
        Skill = name,
        Source = source.ToString(),
    };

    /// <summary>An event about a skill of which no more is known than its id.</summary>
    public SkillAuditEvent About(SkillAuditAction action, string skillId, string outcome) => new()
    {
        Time = time.GetUtcNow(),
        Action = action,
        Outcome = outcome,
        Skill = skillId,
    };

    /// <exception cref="SkillAuditException">It cannot be written, and the host chose to fail for that.</exception>
    public async ValueTask RecordAsync(SkillAuditEvent auditEvent)
    {
        if (audit is not null)
        {
            // What happened is recorded whether or not its caller still waits.
            await audit.RecordAsync(auditEvent, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
