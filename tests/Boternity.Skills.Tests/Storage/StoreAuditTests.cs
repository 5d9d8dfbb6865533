using System.IO.Abstractions;
using Boternity.Skills.Auditing;
using Boternity.Skills.Grants;
using Boternity.Skills.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.Storage;

/// <summary>What the store does to an installed skill is recorded: removals, rollbacks and grants.</summary>
public sealed class StoreAuditTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly RecordingAudit _audit = new();
    private readonly FileSystemSkillStore _store;
    private readonly FileSystemGrantStore _grants;

    public StoreAuditTests()
    {
        IOptions<BoternitySkillsOptions> options = Options.Create(
            new BoternitySkillsOptions { StorePath = _directory.PathOf("store") });
        _store = new FileSystemSkillStore(
            options, new FileSystem(), TimeProvider.System, NullLogger<FileSystemSkillStore>.Instance, _audit);
        _grants = new FileSystemGrantStore(
            options, new FileSystem(), TimeProvider.System, NullLogger<FileSystemGrantStore>.Instance, _audit);
    }

    public void Dispose() => _directory.Dispose();

    [Test]
    public async Task RemoveAsync_OfAnInstalledSkill_RecordsRemovedWithWhatItWas()
    {
        InstalledSkill skill = await _store.InstallAsync(StoreBench.Tool("1"));

        await _store.RemoveAsync("probe");

        SkillAuditEvent removed = _audit.Events.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(removed.Action, Is.EqualTo(SkillAuditAction.Removed));
            Assert.That(removed.Outcome, Is.EqualTo("success"));
            Assert.That(removed.Skill, Is.EqualTo("probe"));
            Assert.That(removed.ContentDigest, Is.EqualTo(skill.ContentDigest));
            Assert.That(removed.Source, Is.EqualTo(skill.Source.ToString()));
            Assert.That(removed.Tier, Is.EqualTo(skill.TrustTier));
        }
    }

    [Test]
    public async Task RemoveAsync_OfADamagedEntry_RecordsRemovedWithItsId()
    {
        await _store.InstallAsync(StoreBench.Tool("1"));
        await File.WriteAllTextAsync(
            _directory.PathOf("store", "skills", "probe", StoreLayout.MetadataFileName), "{");

        await _store.RemoveAsync("probe");

        Assert.That(
            _audit.Events.Select(e => (e.Action, e.Skill, e.ContentDigest)),
            Is.EqualTo(new[] { (SkillAuditAction.Removed, "probe", (string?)null) }));
    }

    [Test]
    public async Task RemoveAsync_OfNothing_RecordsNothing()
    {
        Assert.That(await _store.RemoveAsync("probe"), Is.False);
        Assert.That(_audit.Events, Is.Empty);
    }

    [Test]
    public async Task RollbackAsync_ToTheVersionBefore_RecordsRolledBackWithThatVersion()
    {
        InstalledSkill first = await _store.InstallAsync(StoreBench.Tool("1"));
        await _store.InstallAsync(StoreBench.Tool("2"));

        await _store.RollbackAsync("probe");

        SkillAuditEvent back = _audit.Events.Single();
        Assert.That(
            (back.Action, back.Outcome, back.ContentDigest),
            Is.EqualTo((SkillAuditAction.RolledBack, "success", first.ContentDigest)));
    }

    [Test]
    public async Task RollbackAsync_WithoutAVersionBefore_RecordsNothing()
    {
        await _store.InstallAsync(StoreBench.Tool("1"));

        await Assert.CatchAsync<SkillException>(() => _store.RollbackAsync("probe"));

        Assert.That(_audit.Events, Is.Empty);
    }

    [Test]
    public async Task SetChangeAndRevoke_OfGrants_RecordGrantsChangedWithTheDigestOfWhatHolds()
    {
        InstalledSkill skill = await _store.InstallAsync(StoreBench.Tool("1"));
        var some = new SkillGrants { Secrets = ["TOKEN"] };

        await _grants.SetAsync(skill, some);
        await _grants.ChangeAsync(skill, grants => grants with { Secrets = [.. grants.Secrets, "OTHER"] });
        await _grants.RevokeAsync("probe");

        SkillGrants both = some with { Secrets = ["TOKEN", "OTHER"] };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_audit.Events.Select(e => e.Action), Is.All.EqualTo(SkillAuditAction.GrantsChanged));
            Assert.That(_audit.Events.Select(e => e.Skill), Is.All.EqualTo("probe"));
            Assert.That(
                _audit.Events.Select(e => e.GrantsDigest),
                Is.EqualTo(new[] { some.ComputeDigest(), both.ComputeDigest(), SkillGrants.None.ComputeDigest() }));
            Assert.That(_audit.Events[^1].Detail, Is.EqualTo("everything was revoked"));
            Assert.That(_audit.Events[0].ContentDigest, Is.EqualTo(skill.ContentDigest));
        }
    }

    [Test]
    public async Task RevokeAsync_OfNothing_RecordsNothing()
    {
        Assert.That(await _grants.RevokeAsync("probe"), Is.False);
        Assert.That(_audit.Events, Is.Empty);
    }

    [Test]
    public async Task ChangeAsync_RefusedForAnotherVersion_RecordsNothing()
    {
        InstalledSkill first = await _store.InstallAsync(StoreBench.Tool("1"));
        await _store.InstallAsync(StoreBench.Tool("2"));

        await Assert.CatchAsync<SkillException>(() => _grants.SetAsync(first, new SkillGrants { Secrets = ["T"] }));

        Assert.That(_audit.Events, Is.Empty);
    }

    [Test]
    public async Task RemoveAsync_WhereTheAuditFailsClosed_TellsTheCaller()
    {
        await _store.InstallAsync(StoreBench.Tool("1"));
        _audit.Fails = true;

        await Assert.ThrowsAsync<SkillAuditException>(() => _store.RemoveAsync("probe"));
    }

    private sealed class RecordingAudit : ISkillAudit
    {
        public List<SkillAuditEvent> Events { get; } = [];

        public bool Fails { get; set; }

        public ValueTask RecordAsync(SkillAuditEvent auditEvent, CancellationToken cancellationToken = default)
        {
            if (Fails)
            {
                throw new SkillAuditException(SkillErrorCodes.AuditUnavailable, "audit", "The disk is full.");
            }

            Events.Add(auditEvent);
            return ValueTask.CompletedTask;
        }
    }
}
