using Boternity.Skills.Approval;
using Boternity.Skills.Dependencies;
using Boternity.Skills.Locking;
using Boternity.Skills.Updates;

namespace Boternity.Skills.Tests.Installation;

/// <summary>What a skill needs comes with it: over registries on disk, into a real store.</summary>
public sealed class SkillInstallerDependencyTests
{
    private DependencyBench _bench = null!;

    [SetUp]
    public async Task SetUp() => _bench = new DependencyBench();

    [TearDown]
    public async Task TearDown() => await _bench.DisposeAsync();

    [Test]
    public async Task InstallAsync_SkillWithDependencies_AsksOnceAndInstallsAll()
    {
        _bench.Write("first", "report", "1.0.0", "dependencies: charts ^1, tables");
        _bench.Write("first", "charts", "1.4.0", "dependencies: colours");
        _bench.Write("first", "tables", "2.0.0");
        _bench.Write("second", "colours", "0.1.0");

        InstalledSkill installed = await _bench.InstallAsync("report");

        Assert.That(installed.SkillId, Is.EqualTo("report"));
        Assert.That(
            await _bench.InstalledAsync(), Is.EqualTo("charts 1.4.0*, colours 0.1.0*, report 1.0.0, tables 2.0.0*"));
        SkillApprovalRequest[] question = _bench.Questions.Single();
        Assert.That(
            question.Select(one => $"{one.Package.Manifest.Name} for {string.Join('+', one.NeededBy)}"),
            Is.EqualTo(new[] { "report for ", "colours for charts", "charts for report", "tables for report" }));
        Assert.That(question[0].Dependencies, Has.Count.EqualTo(3));
        Assert.That(
            question[0].Describe(),
            Has.Some.EqualTo(
                "needs 3 other skills, which would be installed with it: second:colours, first:charts, first:tables"));
        Assert.That(question[1].Describe(), Has.Some.EqualTo("is installed because charts needs it"));
    }

    [Test]
    public async Task InstallAsync_NameInBothRegistries_TakesTheOneOfTheSkillThatNeedsIt()
    {
        _bench.Write("first", "base", "1.0.0");
        _bench.Write("second", "base", "1.0.0");
        _bench.Write("second", "child", "1.0.0", "parents: base");

        await _bench.InstallAsync("second/child");

        Assert.That((await _bench.Store.GetAsync("base")).Source.Registry, Is.EqualTo("second"));
    }

    [Test]
    public async Task InstallAsync_FittingVersionInAnotherRegistryOnly_TakesThatOne()
    {
        _bench.Write("first", "report", "1.0.0", "dependencies: base ^2");
        _bench.Write("first", "base", "1.0.0");
        _bench.Write("second", "base", "2.1.0");

        await _bench.InstallAsync("report");

        Assert.That(await _bench.InstalledAsync(), Is.EqualTo("base 2.1.0*, report 1.0.0"));
    }

    [Test]
    public async Task InstallAsync_OneDependencyIsRefused_InstallsNothing()
    {
        _bench.Write("first", "report", "1.0.0", "dependencies: charts, tables");
        _bench.Write("first", "charts", "1.0.0");
        _bench.Write("first", "tables", "1.0.0");
        _bench.Refused = "tables";

        SkillTrustException? error = await Assert.ThrowsAsync<SkillTrustException>(() => _bench.InstallAsync("report"));

        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.TrustNotApproved));
        Assert.That(error.Message, Does.Contain("tables"));
        Assert.That(await _bench.InstalledAsync(), Is.Empty);
    }

    [Test]
    public async Task InstallAsync_MissingDependency_InstallsNothingAndAsksNobody()
    {
        _bench.Write("first", "report", "1.0.0", "dependencies: charts, absent ^1");
        _bench.Write("first", "charts", "1.0.0");

        SkillDependencyException? error = await Assert.ThrowsAsync<SkillDependencyException>(
            () => _bench.InstallAsync("report"));

        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.DependencyMissing));
        Assert.That(error.Path, Is.EqualTo(new[] { "report", "absent" }));
        Assert.That(_bench.Questions, Is.Empty);
        Assert.That(await _bench.InstalledAsync(), Is.Empty);
    }

    [Test]
    public async Task InstallAsync_DependenciesIgnored_InstallsTheSkillAlone()
    {
        _bench.Write("first", "report", "1.0.0", "dependencies: absent");

        await _bench.InstallAsync("report", new SkillInstallOptions { Dependencies = SkillDependencyMode.Ignore });

        Assert.That(await _bench.InstalledAsync(), Is.EqualTo("report 1.0.0"));
    }

    [Test]
    public async Task InstallAsync_WhatCameAsADependency_IsAskedForFromThenOn()
    {
        _bench.Write("first", "report", "1.0.0", "dependencies: charts");
        _bench.Write("first", "charts", "1.0.0");
        await _bench.InstallAsync("report");

        await _bench.InstallAsync("charts");
        await _bench.Store.RemoveAsync("report", new SkillRemoveOptions { Orphans = SkillOrphanPolicy.Remove });

        Assert.That(await _bench.InstalledAsync(), Is.EqualTo("charts 1.0.0"));
    }

    [Test]
    public async Task InstallAsync_UpdateOfADependencyThatSomebodyAskedFor_StaysAskedFor()
    {
        _bench.Write("first", "charts", "1.0.0");
        await _bench.InstallAsync("charts");
        _bench.Write("first", "charts", "2.0.0");
        _bench.Write("first", "report", "1.0.0", "dependencies: charts ^2");

        await _bench.InstallAsync("report");

        Assert.That(await _bench.InstalledAsync(), Is.EqualTo("charts 2.0.0, report 1.0.0"));
    }

    [Test]
    public async Task InstallAsync_DependencyIdOfAnotherSource_IsAConflict()
    {
        _bench.Write("first", "charts", "1.0.0");
        await _bench.InstallAsync("charts");
        _bench.Write("second", "charts", "2.0.0");
        _bench.Write("second", "report", "1.0.0", "dependencies: charts ^2");

        await Assert.ThrowsAsync<Boternity.Skills.Storage.SkillConflictException>(() => _bench.InstallAsync("report"));

        Assert.That(await _bench.InstalledAsync(), Is.EqualTo("charts 1.0.0"));
    }

    [Test]
    public async Task InstallAsync_SeveralThatShareADependency_AskOnceAndInstallItOnce()
    {
        _bench.Write("first", "one", "1.0.0", "dependencies: shared");
        _bench.Write("first", "two", "1.0.0", "dependencies: shared");
        _bench.Write("first", "shared", "1.0.0");

        SkillBatchResult result = await _bench.Installer.InstallAsync(
            [SkillReference.Parse("one"), SkillReference.Parse("two")]);

        Assert.That(result.Installed.Select(skill => skill.SkillId), Is.EqualTo(new[] { "one", "two" }));
        Assert.That(
            _bench.Questions.Single().Select(one => one.Package.Manifest.Name),
            Is.EqualTo(new[] { "one", "shared", "two" }));
        Assert.That(await _bench.InstalledAsync(), Is.EqualTo("one 1.0.0, shared 1.0.0*, two 1.0.0"));
    }

    [Test]
    public async Task InstallAsync_SeveralOfWhichOneNeedsTheOther_KeepsBothAsAskedFor()
    {
        _bench.Write("first", "one", "1.0.0", "dependencies: two");
        _bench.Write("first", "two", "1.0.0");

        SkillBatchResult result = await _bench.Installer.InstallAsync(
            [SkillReference.Parse("one"), SkillReference.Parse("two")]);

        Assert.That(result.Failed, Is.Empty);
        Assert.That(await _bench.InstalledAsync(), Is.EqualTo("one 1.0.0, two 1.0.0"));
        Assert.That(_bench.Questions.Single(), Has.Length.EqualTo(2));
    }

    [Test]
    public async Task InstallAsync_SeveralWithASharedDependencyThatIsRefused_InstallsNoneThatNeedsIt()
    {
        _bench.Write("first", "one", "1.0.0", "dependencies: shared");
        _bench.Write("first", "shared", "1.0.0");
        _bench.Write("first", "alone", "1.0.0");
        _bench.Refused = "shared";

        SkillBatchResult result = await _bench.Installer.InstallAsync(
            [SkillReference.Parse("one"), SkillReference.Parse("alone")]);

        Assert.That(result.Failed.Single().Skill, Is.EqualTo("one"));
        Assert.That(await _bench.InstalledAsync(), Is.EqualTo("alone 1.0.0"));
    }

    [Test]
    public async Task InstallAsync_SeveralThatExcludeEachOther_InstallsTheFirst()
    {
        _bench.Write("first", "one", "1.0.0", "conflicts-with: two");
        _bench.Write("first", "two", "1.0.0");

        SkillBatchResult result = await _bench.Installer.InstallAsync(
            [SkillReference.Parse("one"), SkillReference.Parse("two")]);

        Assert.That(result.Failed.Single().Error.Code, Is.EqualTo(SkillErrorCodes.SkillsConflict));
        Assert.That(await _bench.InstalledAsync(), Is.EqualTo("one 1.0.0"));
    }

    [Test]
    public async Task UpdateAsync_NewVersionThatBreaksAnother_IsRefusedAndStaysAsItWas()
    {
        _bench.Write("first", "report", "1.0.0", "dependencies: charts ^1");
        _bench.Write("first", "charts", "1.0.0");
        await _bench.InstallAsync("report");
        _bench.Write("first", "charts", "2.0.0");

        SkillDependencyException? error = await Assert.ThrowsAsync<SkillDependencyException>(
            () => _bench.Get<ISkillUpdater>().UpdateAsync("charts"));

        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.DependencyConflict));
        Assert.That(await _bench.InstalledAsync(), Is.EqualTo("charts 1.0.0*, report 1.0.0"));
    }

    [Test]
    public async Task UpdateAsync_NewVersionThatNeedsMore_BringsItAndKeepsWhoAskedForWhat()
    {
        _bench.Write("first", "report", "1.0.0", "dependencies: charts ^1");
        _bench.Write("first", "charts", "1.0.0");
        await _bench.InstallAsync("report");
        _bench.Write("first", "charts", "1.1.0", "dependencies: colours");
        _bench.Write("first", "colours", "1.0.0");

        SkillUpdateReport report = await _bench.Get<ISkillUpdater>().UpdateAllAsync();

        Assert.That(report.Failed, Is.Empty);
        Assert.That(await _bench.InstalledAsync(), Is.EqualTo("charts 1.1.0*, colours 1.0.0*, report 1.0.0"));
    }

    [Test]
    public async Task RestoreAsync_LockedDependencies_AreInstalledFirstAndMarkedAsTheyWere()
    {
        _bench.Write("first", "report", "1.0.0", "dependencies: charts");
        _bench.Write("first", "charts", "1.0.0", "dependencies: tables");
        _bench.Write("first", "tables", "1.0.0");
        await _bench.InstallAsync("report");
        var locker = _bench.Get<ISkillLocker>();
        SkillLock locked = await locker.SaveAsync(_bench.LockPath);
        await _bench.Store.RemoveAsync("report", new SkillRemoveOptions { Orphans = SkillOrphanPolicy.Remove });
        Assert.That(await _bench.InstalledAsync(), Is.Empty);

        SkillRestoreResult result = await locker.RestoreAsync(_bench.LockPath);

        Assert.That(locked.Find("charts")!.IsDependency, Is.True);
        Assert.That(locked.Find("report")!.Needs, Is.EqualTo(new[] { "charts" }));
        Assert.That(locked.Find("report")!.IsDependency, Is.Null);
        Assert.That(
            result.Installed.Select(skill => skill.SkillId), Is.EqualTo(new[] { "tables", "charts", "report" }));
        Assert.That(await _bench.InstalledAsync(), Is.EqualTo("charts 1.0.0*, report 1.0.0, tables 1.0.0*"));
        Assert.That((await locker.SaveAsync(_bench.LockPath)).ToJson(), Is.EqualTo(locked.ToJson()));
    }

    [Test]
    public async Task InstallAsync_FrozenSkillWithDependencies_InstallsThemAsTheyAreLocked()
    {
        _bench.Write("first", "report", "1.0.0", "dependencies: charts");
        _bench.Write("first", "charts", "1.0.0");
        var locker = _bench.Get<ISkillLocker>();
        await locker.InstallAsync(_bench.LockPath, SkillReference.Parse("report"), SkillLockMode.Update);
        Assert.That(
            (await locker.ReadAsync(_bench.LockPath)).Skills.Select(entry => entry.SkillId),
            Is.EqualTo(new[] { "charts", "report" }));
        await _bench.Store.RemoveAsync("report", new SkillRemoveOptions { Orphans = SkillOrphanPolicy.Remove });

        await locker.InstallAsync(_bench.LockPath, SkillReference.Parse("report"));

        Assert.That(await _bench.InstalledAsync(), Is.EqualTo("charts 1.0.0*, report 1.0.0"));
    }

    [Test]
    public async Task RestoreAsync_LockWithoutWhatASkillNeeds_IsRefused()
    {
        _bench.Write("first", "report", "1.0.0", "dependencies: charts");
        _bench.Write("first", "charts", "1.0.0");
        await _bench.InstallAsync("report");
        var locker = _bench.Get<ISkillLocker>();
        SkillLock locked = await locker.SaveAsync(_bench.LockPath);
        await File.WriteAllTextAsync(
            _bench.LockPath, (locked with { Skills = [locked.Find("report")!] }).ToJson());

        SkillLockException? error = await Assert.ThrowsAsync<SkillLockException>(
            () => locker.RestoreAsync(_bench.LockPath));

        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.LockMissing));
        Assert.That(error.Message, Does.Contain("'report' needs 'charts'"));
    }
}
