using Boternity.Skills.Auditing;

namespace Boternity.Skills.Tests.Auditing;

internal sealed class AuditTrailTests
{
    [Test]
    public async Task Record_HostWithAnAudit_GetsTheEvent()
    {
        var audit = new ListAudit();
        var trail = new AuditTrail(audit, TimeProvider.System);

        await trail.RecordAsync(trail.About(SkillAuditAction.Removed, "pdf", "success"));

        Assert.That(trail.IsOn, Is.True);
        Assert.That(
            (audit.Events.Single().Skill, audit.Events.Single().Outcome), Is.EqualTo(("pdf", "success")));
    }

    [Test]
    public async Task Record_HostWithoutAnAudit_IsNothing()
    {
        var trail = new AuditTrail(null, TimeProvider.System);

        await trail.RecordAsync(trail.About(SkillAuditAction.Removed, "pdf", "success"));

        Assert.That(trail.IsOn, Is.False);
    }

    [TestCase("", null)]
    [TestCase("sha256:ab", "sha256:ab")]
    public void About_AnInstalledSkill_HasItsDigestWhereItHasOne(string digest, string? expected)
    {
        InstalledSkill skill = TestHost.Context("pdf").Skill with { ContentDigest = digest };
        var trail = new AuditTrail(null, TimeProvider.System);

        SkillAuditEvent auditEvent = trail.About(SkillAuditAction.Installed, skill, "success");

        Assert.That((auditEvent.ContentDigest, auditEvent.Skill), Is.EqualTo((expected, "pdf")));
    }

    private sealed class ListAudit : ISkillAudit
    {
        public List<SkillAuditEvent> Events { get; } = [];

        public ValueTask RecordAsync(SkillAuditEvent auditEvent, CancellationToken cancellationToken = default)
        {
            Events.Add(auditEvent);
            return ValueTask.CompletedTask;
        }
    }
}
