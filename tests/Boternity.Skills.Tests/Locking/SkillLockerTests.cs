using System.IO.Abstractions;
using Boternity.Skills.Grants;
using Boternity.Skills.Locking;
using Boternity.Skills.Scripts;
using Boternity.Skills.Storage;
using Boternity.Skills.Tests.Installation;
using Boternity.Skills.Updates;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.Locking;

public sealed class SkillLockerTests : IDisposable
{
    private readonly TrustBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Test]
    public async Task RestoreAsync_EmptyStore_InstallsExactlyWhatIsLockedAndResolvesNothing()
    {
        _bench.Registry.Commit("c1", "One.");
        InstalledSkill first = await _bench.InstallAsync();
        await _bench.Grants.SetAsync(first, new SkillGrants { RecallMemory = true });
        SkillLock locked = await _bench.Locker.SaveAsync(_bench.LockPath);
        Assert.That(
            locked.Find("probe")!.GrantsDigest, Is.EqualTo(new SkillGrants { RecallMemory = true }.ComputeDigest()));
        await _bench.Store.RemoveAsync("probe");
        _bench.Registry.Commit("c2", "Two.");
        int resolutions = _bench.Registry.Resolutions;

        SkillRestoreResult result = await _bench.Locker.RestoreAsync(_bench.LockPath);

        Assert.That(result.Installed.Single().ContentDigest, Is.EqualTo(first.ContentDigest));
        Assert.That(result.Installed.Single().Source.Commit, Is.EqualTo("c1"));
        Assert.That(_bench.Registry.Resolutions, Is.EqualTo(resolutions));
        Assert.That(
            (await _bench.Locker.RestoreAsync(_bench.LockPath)).Unchanged,
            Has.Count.EqualTo(1),
            "And then there is nothing to do.");
    }

    [Test]
    public async Task RestoreAsync_OneEntryFails_GoesOnWhereTheHostSaysSo()
    {
        _bench.Registry.Commit("c1", "One.");
        foreach (string id in (string[])["a", "b"])
        {
            await _bench.Installer.InstallAsync(
                SkillReference.Parse("probe"), new SkillInstallOptions { SkillId = id });
        }

        await _bench.Locker.SaveAsync(_bench.LockPath);
        await _bench.Store.RemoveAsync("a");
        await _bench.Store.RemoveAsync("b");

        _bench.Registry.FailingFetches = 1;
        await Assert.ThrowsAsync<SkillRegistryException>(() => _bench.Locker.RestoreAsync(_bench.LockPath));
        Assert.That((await _bench.Store.ListAsync()).Skills, Is.Empty);

        _bench.Registry.FailingFetches = 1;
        SkillRestoreResult result = await _bench.Locker.RestoreAsync(
            _bench.LockPath, new SkillRestoreOptions { OnFailure = SkillFailureMode.Continue });

        Assert.That(result.Failed.Single().Skill, Is.EqualTo("a"));
        Assert.That(result.Failed.Single().Error.Code, Is.EqualTo(SkillErrorCodes.RegistryUnavailable));
        Assert.That(result.Installed.Single().SkillId, Is.EqualTo("b"));
    }

    [TestCase(SkillFailureMode.Continue)]
    [TestCase(SkillFailureMode.Stop)]
    public async Task RestoreAsync_SeveralMissing_AsksOnceAboutAll(SkillFailureMode mode)
    {
        var approver = new BatchApprover();
        using var bench = new TrustBench(null, approver);
        foreach (string id in (string[])["one", "three", "two"])
        {
            bench.Registry.Commit(id, id);
            await bench.Locker.InstallAsync(
                bench.LockPath,
                SkillReference.Parse($"probe#{id}"),
                SkillLockMode.Update,
                new SkillInstallOptions { SkillId = id == "two" ? "x" : id });
            await bench.Store.RemoveAsync(id == "two" ? "x" : id);
        }

        approver.Questions.Clear();
        approver.Refused = "two";
        var options = new SkillRestoreOptions { OnFailure = mode };
        if (mode == SkillFailureMode.Stop)
        {
            await Assert.ThrowsAsync<SkillTrustException>(() => bench.Locker.RestoreAsync(bench.LockPath, options));
        }
        else
        {
            SkillRestoreResult result = await bench.Locker.RestoreAsync(bench.LockPath, options);
            Assert.That(result.Failed.Single().Skill, Is.EqualTo("x"));
        }

        Assert.That(approver.Questions, Is.EqualTo(new[] { "one three two" }));
        Assert.That(
            (await bench.Store.ListAsync()).Skills.Select(skill => skill.SkillId),
            Is.EqualTo(new[] { "one", "three" }),
            "What came before the refusal stays.");
    }

    [Test]
    public async Task SaveAsync_PackagesOfScripts_AreLocked()
    {
        _bench.Registry.Commit("c1", "One.");
        await _bench.InstallAsync();
        SkillLock locked = await LockerWith(Package("1")).SaveAsync(_bench.LockPath);
        Assert.That(
            locked.Packages.Single(),
            Is.EqualTo(new SkillLockPackage
            {
                Runtime = "obey",
                Name = "greeter",
                Version = "1",
                Sha256 = new string('1', 64),
            }));

        Assert.That((await LockerWith(Package("1")).RestoreAsync(_bench.LockPath)).Unchanged, Has.Count.EqualTo(1));
        foreach (SkillLocker other in (SkillLocker[])[LockerWith(), LockerWith(Package("2"))])
        {
            Assert.That(
                () => other.RestoreAsync(_bench.LockPath),
                Throws.InstanceOf<SkillLockException>()
                    .With.Property("Code").EqualTo(SkillErrorCodes.LockMismatch)
                    .And.Message.Contains("obey package 'greeter' 1"));
            Assert.That(
                () => other.InstallAsync(_bench.LockPath, SkillReference.Parse("probe")),
                Throws.InstanceOf<SkillLockException>()
                    .With.Property("Code").EqualTo(SkillErrorCodes.LockMismatch));
        }

        await LockerWith(Package("2"))
            .InstallAsync(
                _bench.LockPath,
                SkillReference.Parse("probe"),
                SkillLockMode.Update,
                new SkillInstallOptions { Conflict = SkillConflictPolicy.Replace });
        Assert.That((await _bench.Locker.ReadAsync(_bench.LockPath)).Packages.Single().Version, Is.EqualTo("2"));
    }

    [Test]
    public async Task RestoreAsync_TagMovedUnderThePin_IsRefusedAndNothingChanges()
    {
        _bench.Registry.Commit("c1", "One.");
        InstalledSkill first = await _bench.InstallAsync();
        await _bench.Locker.SaveAsync(_bench.LockPath);
        await _bench.Store.RemoveAsync("probe");
        _bench.Registry.Commit("c1", "What was put in its place.");

        SkillStoreException error =
            (await Assert.ThrowsAsync<SkillStoreException>(() => _bench.Locker.RestoreAsync(_bench.LockPath)))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.StoreContent));
        Assert.That(error.Message, Does.Contain(first.ContentDigest));
        Assert.That(await _bench.Store.FindAsync("probe"), Is.Null);
    }

    [Test]
    public async Task RestoreAsync_LockFileWasRolledBack_IsRefusedUnlessAllowed()
    {
        _bench.Registry.Commit("c1", "With a hole.");
        await _bench.InstallAsync();
        await _bench.Locker.SaveAsync(_bench.LockPath);
        string old = File.ReadAllText(_bench.LockPath);
        _bench.Registry.Commit("c2", "Repaired.");
        await _bench.InstallAsync();
        await _bench.Locker.SaveAsync(_bench.LockPath);
        File.WriteAllText(_bench.LockPath, old);

        SkillLockException error =
            (await Assert.ThrowsAsync<SkillLockException>(() => _bench.Locker.RestoreAsync(_bench.LockPath)))!;
        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.LockRollback));
        Assert.That(
            () => _bench.Locker.InstallAsync(_bench.LockPath, SkillReference.Parse("probe")),
            Throws.InstanceOf<SkillLockException>().With.Property("Code").EqualTo(SkillErrorCodes.LockRollback));
        Assert.That((await _bench.Store.GetAsync("probe")).Source.Commit, Is.EqualTo("c2"));

        await _bench.Locker.RestoreAsync(
            _bench.LockPath, new SkillRestoreOptions { Downgrade = SkillDowngradePolicy.Allow });
        Assert.That((await _bench.Store.GetAsync("probe")).Source.Commit, Is.EqualTo("c1"));
    }

    [Test]
    public async Task RestoreAsync_InstalledFilesWereAltered_SaysSo()
    {
        _bench.Registry.Commit("c1", "One.");
        InstalledSkill skill = await _bench.InstallAsync();
        await _bench.Locker.SaveAsync(_bench.LockPath);
        File.AppendAllText(Path.Combine(skill.RootPath, "SKILL.md"), "More.");

        Assert.That(() => _bench.Locker.RestoreAsync(_bench.LockPath), Throws.InstanceOf<SkillIntegrityException>());
    }

    [Test]
    public async Task RestoreAsync_TrustIsTheHosts()
    {
        _bench.Registry.Commit("c1", "One.");
        await _bench.InstallAsync();
        await _bench.Locker.SaveAsync(_bench.LockPath);
        await _bench.Store.RemoveAsync("probe");

        SkillRestoreResult result = await _bench.Locker.RestoreAsync(
            _bench.LockPath, new SkillRestoreOptions { TrustTier = _ => SkillTrustTier.Verified });

        Assert.That(result.Installed.Single().TrustTier, Is.EqualTo(SkillTrustTier.Verified));
    }

    [Test]
    public async Task InstallAsync_FrozenAndNotLocked_IsRefusedAndResolvesNothing()
    {
        _bench.Registry.Commit("c1", "One.");
        File.WriteAllText(_bench.LockPath, new SkillLock().ToJson());

        Assert.That(
            () => _bench.Locker.InstallAsync(_bench.LockPath, SkillReference.Parse("probe")),
            Throws.InstanceOf<SkillLockException>().With.Property("Code").EqualTo(SkillErrorCodes.LockMissing));
        Assert.That(_bench.Registry.Resolutions, Is.Zero);
        Assert.That(await _bench.Store.FindAsync("probe"), Is.Null);
    }

    [Test]
    public async Task InstallAsync_Update_AddsToTheFileWhatFrozenThenInstalls()
    {
        _bench.Registry.Commit("c1", "One.");

        InstalledSkill skill = await _bench.Locker.InstallAsync(
            _bench.LockPath, SkillReference.Parse("probe"), SkillLockMode.Update);
        _bench.Registry.Commit("c2", "Two.");
        int resolutions = _bench.Registry.Resolutions;
        InstalledSkill frozen = await _bench.Locker.InstallAsync(_bench.LockPath, SkillReference.Parse("probe"));

        Assert.That(frozen.ContentDigest, Is.EqualTo(skill.ContentDigest));
        Assert.That(_bench.Registry.Resolutions, Is.EqualTo(resolutions));
    }

    [TestCase("{ damaged", SkillErrorCodes.LockInvalid)]
    [TestCase("{\"formatVersion\": 9}", SkillErrorCodes.LockNewer)]
    public async Task EveryMethod_DamagedOrNewerFile_IsRefusedAndNeverOverwritten(string text, string code)
    {
        _bench.Registry.Commit("c1", "One.");
        await _bench.InstallAsync();
        File.WriteAllText(_bench.LockPath, text);
        Func<Task>[] calls =
        [
            () => _bench.Locker.ReadAsync(_bench.LockPath),
            () => _bench.Locker.SaveAsync(_bench.LockPath),
            () => _bench.Locker.RestoreAsync(_bench.LockPath),
            () => _bench.Locker.InstallAsync(_bench.LockPath, SkillReference.Parse("probe")),
            () => _bench.Locker.InstallAsync(_bench.LockPath, SkillReference.Parse("probe"), SkillLockMode.Update),
        ];

        foreach (Func<Task> call in calls)
        {
            Assert.That(call, Throws.InstanceOf<SkillLockException>().With.Property("Code").EqualTo(code));
            Assert.That(File.ReadAllText(_bench.LockPath), Is.EqualTo(text));
        }
    }

    [Test]
    public async Task SaveAsync_DamagedEntryInTheStore_IsRefused()
    {
        _bench.Registry.Commit("c1", "One.");
        InstalledSkill skill = await _bench.InstallAsync();
        File.Delete(Path.Combine(skill.RootPath, "..", ".boternity-meta.json"));

        Assert.That(() => _bench.Locker.SaveAsync(_bench.LockPath), Throws.InstanceOf<SkillStoreException>());
        Assert.That(File.Exists(_bench.LockPath), Is.False);
    }

    private static ScriptPackage Package(string version) =>
        new() { Name = "greeter", Version = version, Sha256 = new string(version[0], 64) };

    private SkillLocker LockerWith(params ScriptPackage[] packages) =>
        new(
            _bench.Store,
            _bench.Grants,
            _bench.Installer,
            new FileSystem(),
            Options.Create(new BoternitySkillsOptions { StorePath = _bench.StorePath }),
            TimeProvider.System,
            [new Runtime(packages)]);

    private sealed class Runtime(IReadOnlyList<ScriptPackage> packages) : IScriptRuntime
    {
        public string Name => "obey";

        public string Version => "1";

        public IReadOnlyDictionary<string, string> Languages => new Dictionary<string, string>();

        public IReadOnlyList<ScriptMount> Mounts => [];

        public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>();

        public IReadOnlyList<ScriptPackage> Packages => packages;

        public ValueTask<WasmBinary> ReadModuleAsync(CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public IReadOnlyList<string> GetArguments(string path, IReadOnlyList<string> arguments) => arguments;

        public IReadOnlyList<string>? GetAnalysisArguments(IReadOnlyList<string> paths) => null;
    }
}
