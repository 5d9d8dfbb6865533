using Boternity.Skills.Installation;

namespace Boternity.Skills.Tests.Installation;

/// <summary>Several skills by their sources: one question, and what an error does to the others.</summary>
public sealed class InstallAllTests
{
    private BatchApprover _approver = null!;
    private TrustBench _bench = null!;

    [SetUp]
    public void SetUp()
    {
        _approver = new BatchApprover { Refused = "c2" };
        _bench = new TrustBench(null, _approver);
        foreach (string commit in (string[])["c1", "c2", "c3"])
        {
            _bench.Registry.Commit(commit, commit);
        }
    }

    [TearDown]
    public void TearDown() => _bench.Dispose();

    [Test]
    public async Task InstallAllAsync_OneRefused_GoesOnAndNamesItByItsId()
    {
        SkillBatchResult result = await _bench.Installer.InstallAllAsync(
            [Request("c1", "a"), Request("c2", "b"), Request("c3", "c")]);

        Assert.That(_approver.Questions, Is.EqualTo(new[] { "c1 c2 c3" }));
        Assert.That(result.Installed.Select(skill => skill.SkillId), Is.EqualTo(new[] { "a", "c" }));
        Assert.That(result.Failed.Single().Skill, Is.EqualTo("b"));
    }

    [Test]
    public async Task InstallAllAsync_ToStop_StoresNothingWhereAFetchFails()
    {
        _bench.Registry.FailingFetches = 1;

        await Assert.ThrowsAsync<SkillRegistryException>(() => _bench.Installer.InstallAllAsync(
            [Request("c1", "a"), Request("c3", "b")], SkillFailureMode.Stop));

        Assert.That(_approver.Questions, Is.Empty);
        Assert.That((await _bench.Store.ListAsync()).Skills, Is.Empty);
    }

    [Test]
    public async Task InstallAllAsync_Unchanged_AsksAboutWhatChangedAlone()
    {
        await _bench.Installer.InstallAllAsync([Request("c1", "a"), Request("c1", "b")]);
        _approver.Questions.Clear();

        SkillBatchResult result = await _bench.Installer.InstallAllAsync(
            [
                Request("c1", "a") with { SkipUnchanged = true },
                Request("c3", "b") with { SkipUnchanged = true },
            ]);

        Assert.That(_approver.Questions, Is.EqualTo(new[] { "b" }));
        Assert.That(result.Installed.Select(skill => skill.Source.Commit), Is.EqualTo(new[] { "c1", "c3" }));
    }

    [Test]
    public async Task InstallAllAsync_MoreThanOneQuestionHolds_AsksInParts()
    {
        ((SkillInstaller)_bench.Installer).MaxBytesAtOnce = 1;

        SkillBatchResult result = await _bench.Installer.InstallAllAsync([Request("c1", "a"), Request("c3", "b")]);

        Assert.That(_approver.Questions, Is.EqualTo(new[] { "c1", "c3" }));
        Assert.That(result.Installed.Select(skill => skill.SkillId), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public async Task InstallAllAsync_InstallerThatDoesNotImplementIt_InstallsOneAfterTheOther()
    {
        ISkillInstaller installer = new OneByOne(_bench.Installer);

        SkillBatchResult result = await installer.InstallAllAsync([Request("c2", "b"), Request("c3", "c")]);

        Assert.That(_approver.Questions, Is.EqualTo(new[] { "alone: c2", "alone: c3" }));
        Assert.That(result.Failed.Single().Skill, Is.EqualTo("b"));
        Assert.That(result.Installed.Single().SkillId, Is.EqualTo("c"));
    }

    private static SkillInstallRequest Request(string commit, string id) => new()
    {
        Source = new SkillSource
        {
            Registry = "git",
            Repository = "o/r",
            Path = "skills/probe",
            Commit = commit,
        },
        Options = new SkillInstallOptions { SkillId = id },
    };

    private sealed class OneByOne(ISkillInstaller inner) : ISkillInstaller
    {
        public Task<DiscoveredSkill> ResolveAsync(
            SkillReference reference, SkillInstallOptions? options, CancellationToken cancellationToken) =>
            inner.ResolveAsync(reference, options, cancellationToken);

        public Task<InstalledSkill> InstallAsync(
            SkillReference reference,
            SkillInstallOptions? options,
            IProgress<SkillInstallProgress>? progress,
            CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<InstalledSkill> InstallAsync(
            SkillSource source,
            SkillInstallOptions? options,
            IProgress<SkillInstallProgress>? progress,
            CancellationToken cancellationToken) => inner.InstallAsync(source, options, progress, cancellationToken);

        public Task<SkillBatchResult> InstallAsync(
            IReadOnlyList<SkillReference> references,
            SkillInstallOptions? options,
            IProgress<SkillInstallProgress>? progress,
            CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
