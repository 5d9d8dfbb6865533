using Boternity.Skills.Grants;
using Boternity.Skills.Registries;
using Boternity.Skills.Storage;
using Boternity.Skills.Tests.Installation;
using Boternity.Skills.Updates;

namespace Boternity.Skills.Tests.Updates;

public sealed class SkillUpdaterTests : IDisposable
{
    private readonly TrustBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Test]
    public async Task UpdateAsync_Moved_ListsWhatChangedAndKeepsTheVersionBefore()
    {
        SkillManifest before = TestSkills.Manifest("probe", SkillType.Prompt) with
        {
            Capabilities = [SkillCapability.ReadFile],
            Secrets = ["OLD"],
        };
        SkillManifest after =
            before with { Capabilities = [SkillCapability.HttpGet, SkillCapability.ReadFile], Secrets = ["NEW"] };
        _bench.Registry.Commit("c1", "One.", before, ("gone.txt", "x"), ("same.txt", "x"));
        InstalledSkill first = await _bench.InstallAsync();
        await _bench.Grants.SetAsync(first, new SkillGrants { RecallMemory = true });
        _bench.Registry.Commit("c2", "Two.", after, ("new.txt", "x"), ("same.txt", "x"));

        SkillUpdateResult result = await _bench.Updater.UpdateAsync("probe");

        Assert.That(result.After.Source.Commit, Is.EqualTo("c2"));
        Assert.That(result.Difference.FilesAdded, Is.EqualTo(["new.txt"]));
        Assert.That(result.Difference.FilesRemoved, Is.EqualTo(["gone.txt"]));
        Assert.That(result.Difference.FilesChanged, Is.EqualTo(["SKILL.md"]));
        Assert.That(result.Difference.CapabilitiesAdded, Is.EqualTo([SkillCapability.HttpGet]));
        Assert.That(result.Difference.CapabilitiesRemoved, Is.Empty);
        Assert.That(result.Difference.SecretsAdded, Is.EqualTo(["NEW"]));
        Assert.That(result.Difference.SecretsRemoved, Is.EqualTo(["OLD"]));
        Assert.That(
            await _bench.Grants.GetAsync(result.After),
            Is.EqualTo(SkillGrants.None),
            "What was granted was for other content.");

        InstalledSkill back = await _bench.Store.RollbackAsync("probe");
        Assert.That(back.ContentDigest, Is.EqualTo(first.ContentDigest));
    }

    [Test]
    public async Task UpdateAllAsync_OneFails_UpdatesTheOthersAndReportsIt()
    {
        _bench.Registry.Commit("c1", "One.");
        foreach (string id in (string[])["a", "b", "c"])
        {
            await _bench.Installer.InstallAsync(
                SkillReference.Parse("probe"), new SkillInstallOptions { SkillId = id });
        }

        _bench.Registry.Commit("c2", "Two.");
        _bench.Registry.FailingFetches = 1;
        int checks = _bench.Registry.Checks;

        SkillUpdateReport report = await _bench.Updater.UpdateAllAsync();

        Assert.That(report.Results.Select(result => result.After.SkillId), Is.EqualTo(new[] { "b", "c" }));
        Assert.That(report.Results.Select(result => result.After.Source.Commit), Is.All.EqualTo("c2"));
        Assert.That(report.Failed.Single().Skill, Is.EqualTo("a"));
        Assert.That(report.Failed.Single().Error.Code, Is.EqualTo(SkillErrorCodes.RegistryUnavailable));
        Assert.That((await _bench.Store.GetAsync("a")).Source.Commit, Is.EqualTo("c1"));
        Assert.That(_bench.Registry.Checks, Is.EqualTo(checks + 1), "One question for all.");
    }

    [Test]
    public async Task UpdateAllAsync_SeveralMoved_AsksOnceAboutAllAndGoesOnAfterARefusal()
    {
        var approver = new BatchApprover { Refused = "b" };
        using var bench = new TrustBench(null, approver);
        bench.Registry.Commit("c1", "One.");
        foreach (string id in (string[])["a", "b", "c"])
        {
            await bench.Installer.InstallAsync(
                SkillReference.Parse("probe"), new SkillInstallOptions { SkillId = id });
        }

        approver.Questions.Clear();
        bench.Registry.Commit("c2", "Two.");

        SkillUpdateReport report = await bench.Updater.UpdateAllAsync();

        Assert.That(approver.Questions, Is.EqualTo(new[] { "a b c" }));
        Assert.That(report.Results.Select(result => result.After.SkillId), Is.EqualTo(new[] { "a", "c" }));
        Assert.That(report.Failed.Single().Skill, Is.EqualTo("b"));
        Assert.That(report.Failed.Single().Error.Code, Is.EqualTo(SkillErrorCodes.TrustNotApproved));
        Assert.That((await bench.Store.GetAsync("b")).Source.Commit, Is.EqualTo("c1"));
        Assert.That((await bench.Store.GetAsync("c")).Source.Commit, Is.EqualTo("c2"));
    }

    [Test]
    public async Task UpdateAllAsync_NewVersionsThatNeedOneAnother_AreInstalledTogether()
    {
        // By name the one that is needed comes first, and the old version of the other forbids its new one.
        await using var bench = new DependencyBench();
        bench.Write("first", "base", "1.0.0");
        bench.Write("first", "tool", "1.0.0", "dependencies: base ^1");
        await bench.InstallAsync("base");
        await bench.InstallAsync("tool");
        bench.Write("first", "base", "2.0.0");
        bench.Write("first", "tool", "2.0.0", "dependencies: base ^2");

        SkillUpdateReport report = await bench.Get<ISkillUpdater>().UpdateAllAsync();

        Assert.That(report.Failed, Is.Empty);
        Assert.That(await bench.InstalledAsync(), Is.EqualTo("base 2.0.0, tool 2.0.0"));
        Assert.That(report.Results.Select(result => result.After.Manifest.Version), Is.All.EqualTo("2.0.0"));
    }

    [Test]
    public async Task UpdateAllAsync_FolderWhoseContentIsTheSame_AsksNobody()
    {
        var approver = new BatchApprover();
        using var bench = new TrustBench(null, approver);
        bench.Registry.Commit("c1", "One.");
        bench.Registry.HasRevisions = false;
        await bench.InstallAsync();
        approver.Questions.Clear();

        SkillUpdateReport report = await bench.Updater.UpdateAllAsync();

        Assert.That(approver.Questions, Is.Empty);
        Assert.That(report.Results.Single().Difference.IsEmpty, Is.True);
        Assert.That(report.Results.Single().Reason, Does.Contain("is what was installed"));
    }

    [Test]
    public async Task UpdateAsync_Pinned_SaysWhyItDidNotMove()
    {
        _bench.Registry.Commit("c1", "One.");
        await _bench.InstallAsync("probe#c1");
        _bench.Registry.Commit("c2", "Two.");

        SkillUpdateResult result = await _bench.Updater.UpdateAsync("probe");

        Assert.That(result.After.Source.Commit, Is.EqualTo("c1"));
        Assert.That(result.Reason, Does.Contain("pinned to c1"));
        Assert.That(result.Difference.IsEmpty, Is.True);
    }

    [TestCase(SkillTrustTier.Verified)]
    [TestCase(SkillTrustTier.Untrusted)]
    public async Task UpdateAsync_TrustThatThePolicyDoesNotGive_IsNotCarriedOver(SkillTrustTier tier)
    {
        _bench.Registry.Commit("c1", "One.");
        await _bench.Installer.InstallAsync(
            SkillReference.Parse("probe"), new SkillInstallOptions { SkillId = "mine", TrustTier = tier });
        _bench.Registry.Commit("c2", "Two.");

        SkillUpdateResult result = await _bench.Updater.UpdateAsync("mine");

        Assert.That(result.After.SkillId, Is.EqualTo("mine"));
        Assert.That(
            result.After.TrustTier, Is.EqualTo(SkillTrustTier.Untrusted), "The policy trusts local directories only.");
    }

    [Test]
    public async Task UpdateAsync_InstalledAsUntrustedAndThePolicyWouldTrust_StaysUntrusted()
    {
        using var bench = new TrustBench(SkillTrustTier.Verified);
        bench.Registry.Commit("c1", "One.");
        await bench.Installer.InstallAsync(
            SkillReference.Parse("probe"),
            new SkillInstallOptions { SkillId = "doubted", TrustTier = SkillTrustTier.Untrusted });
        await bench.Installer.InstallAsync(
            SkillReference.Parse("probe"), new SkillInstallOptions { SkillId = "trusted" });
        bench.Registry.Commit("c2", "Two.");

        Assert.That((await bench.Updater.UpdateAsync("doubted")).After.TrustTier, Is.EqualTo(SkillTrustTier.Untrusted));
        Assert.That((await bench.Updater.UpdateAsync("trusted")).After.TrustTier, Is.EqualTo(SkillTrustTier.Verified));
    }

    [Test]
    public async Task CheckAsync_SeveralSkillsOfOneRegistry_AsksItOnce()
    {
        _bench.Registry.Commit("c1", "One.");
        await _bench.InstallAsync();
        await _bench.Installer.InstallAsync(
            SkillReference.Parse("probe#c1"), new SkillInstallOptions { SkillId = "pinned" });
        _bench.Registry.Commit("c2", "Two.");

        IReadOnlyList<SkillUpdateStatus> statuses = await _bench.Updater.CheckAsync();

        Assert.That(statuses.Select(s => (s.Skill.SkillId, s.State)), Is.EqualTo(
            new[]
            {
                ("pinned", (SkillUpdateState?)SkillUpdateState.Pinned),
                ("probe", SkillUpdateState.UpdateAvailable),
            }));
        Assert.That(_bench.Registry.Checks, Is.EqualTo(1));
    }

    [Test]
    public async Task CheckAsync_BranchMovedAndTheFolderDidNot_IsCurrent()
    {
        SkillManifest manifest = TestSkills.Manifest("probe", SkillType.Prompt);
        _bench.Registry.Commit("c1", "One.", manifest);
        await _bench.InstallAsync();
        _bench.Registry.Commit("c2", "One.", manifest);

        SkillUpdateStatus status = (await _bench.Updater.CheckAsync()).Single();

        Assert.That(status.State, Is.EqualTo(SkillUpdateState.UpToDate));
        Assert.That(status.Reason, Does.Contain("same"));
    }

    [Test]
    public async Task CheckAsync_RegistryIsGone_SaysSo()
    {
        _bench.Registry.Commit("c1", "One.");
        await _bench.InstallAsync();

        SkillUpdateStatus status = (await new SkillUpdater([], _bench.Store, _bench.Installer).CheckAsync()).Single();

        Assert.That(status.State, Is.EqualTo(SkillUpdateState.SourceMissing));
        Assert.That(status.Reason, Does.Contain("'git'"));
    }

    [Test]
    public void UpdateAsync_NotInstalled_SaysSo() =>
        Assert.That(() => _bench.Updater.UpdateAsync("probe"), Throws.InstanceOf<SkillNotInstalledException>());
}
