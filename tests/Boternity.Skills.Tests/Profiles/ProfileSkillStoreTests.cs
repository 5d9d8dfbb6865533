using Boternity.Skills.Grants;
using Boternity.Skills.Profiles;
using Boternity.Skills.Storage;

namespace Boternity.Skills.Tests.Profiles;

/// <summary>What the bot of a profile sees of a real store.</summary>
public sealed class ProfileSkillStoreTests
{
    private ProfileBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new ProfileBench();

    [TearDown]
    public async Task TearDown() => await _bench.DisposeAsync();

    /// <summary>Each way to read something of a skill whose record one has.</summary>
    private static readonly Dictionary<string, Func<ISkillStore, InstalledSkill, Task>> Readings = new()
    {
        ["ReadBodyAsync"] = (store, skill) => store.ReadBodyAsync(skill),
        ["ReadFileAsync"] = (store, skill) => store.ReadFileAsync(skill, "notes.txt"),
        ["ReadTextAsync"] = (store, skill) => store.ReadTextAsync(skill, "notes.txt"),
        ["OpenFileAsync"] = (store, skill) => store.OpenFileAsync(skill, "notes.txt"),
        ["ReadInstructionsAsync"] = (store, skill) => store.ReadInstructionsAsync(skill),
        ["CheckAsync"] = async (store, skill) => await store.CheckAsync(skill, SkillIntegrityCheck.Full),
        ["OpenForExecutionAsync"] = (store, skill) => store.OpenForExecutionAsync(skill),
        ["GetAsync"] = (store, skill) => store.GetAsync(skill.SkillId),
    };

    private static string[] ReadingNames() => [.. Readings.Keys];

    [Test]
    public async Task List_OfAProfile_HasWhatItEnablesAndReportsTheRest()
    {
        await _bench.InstallAsync("notes");
        await _bench.InstallAsync("secret");
        ISkillStore store = _bench.Open("notes", "gone").Store;

        SkillInventory inventory = await store.ListAsync();
        await store.ListAsync();

        Assert.That(inventory.Skills.Select(skill => skill.SkillId), Is.EqualTo(new[] { "notes" }));
        DamagedSkill missing = inventory.Damaged.Single();
        Assert.That(missing.SkillId, Is.EqualTo("gone"));
        Assert.That(missing.Error, Is.InstanceOf<SkillNotInstalledException>());
        Assert.That(_bench.Warnings.Single(), Does.Contain("The bot bot does without gone"));
        Assert.That(await store.FindAsync("secret"), Is.Null);
        Assert.That(await store.FindAsync("gone"), Is.Null);
        Assert.That(await store.ReadTextAsync(inventory.Skills[0], "notes.txt"), Is.EqualTo("Notes of notes ."));
    }

    [TestCaseSource(nameof(ReadingNames))]
    public async Task Reading_SkillThatIsNotEnabled_IsRefused(string reading)
    {
        InstalledSkill secret = await _bench.InstallToolAsync("secret", "c-skill.wasm");
        await _bench.InstallAsync("notes");

        Assert.That(
            async () => await Readings[reading](_bench.Open("notes").Store, secret),
            Throws.InstanceOf<SkillNotEnabledException>()
                .With.Property("Code").EqualTo(SkillErrorCodes.ProfileSkillNotEnabled)
                .And.Property("Profile").EqualTo("bot")
                .And.Property("SkillId").EqualTo("secret"));
    }

    [TestCaseSource(nameof(ReadingNames))]
    public async Task Reading_RecordThatClaimsAnEnabledId_DoesNotReachTheOther(string reading)
    {
        InstalledSkill secret = await _bench.InstallToolAsync("secret", "c-skill.wasm");
        InstalledSkill notes = await _bench.InstallAsync("notes");
        InstalledSkill forged = secret with { SkillId = "notes" };
        InstalledSkill digested = forged with { ContentDigest = notes.ContentDigest, Source = notes.Source };
        ISkillStore store = _bench.Open("notes").Store;
        if (reading == "GetAsync")
        {
            return;
        }

        Assert.That(async () => await Readings[reading](store, forged), Throws.InstanceOf<SkillStoreException>());
        if (reading == "OpenForExecutionAsync")
        {
            Assert.That(async () => await Readings[reading](store, digested), Throws.ArgumentException);
            return;
        }

        await Readings[reading](store, digested);
        Assert.That(await store.ReadBodyAsync(digested), Does.Contain("Text of notes"));
    }

    [Test]
    public async Task Id_InAnotherCase_IsAnotherSkill()
    {
        await _bench.InstallAsync("notes");

        Assert.That(
            async () => await _bench.Open("notes").Store.GetAsync("Notes"),
            Throws.InstanceOf<SkillNotEnabledException>().With.Message.Contains("enables 'notes' and not 'Notes'"));
        Assert.That(
            async () => await _bench.Open("Notes").Store.GetAsync("Notes"),
            Throws.InstanceOf<SkillNotInstalledException>().With.Message.Contains("'notes' is called so too"));
        Assert.That(
            async () => await _bench.Open("Notes").Store.GetAsync("notes"),
            Throws.InstanceOf<SkillNotEnabledException>());
        Assert.That((await _bench.Open("Notes").Store.ListAsync()).Skills, Is.Empty);
    }

    [Test]
    public async Task Digest_SkillIsUpdatedBeneathIt_IsATypedErrorThatNamesBoth()
    {
        InstalledSkill first = await _bench.InstallAsync("notes", "1.0.0");
        ISkillStore store = _bench
            .Open(new SkillProfileEntry { SkillId = "notes", ContentDigest = first.ContentDigest })
            .Store;
        Assert.That(await store.FindAsync("notes"), Is.EqualTo(first));

        InstalledSkill second = await _bench.InstallAsync("notes", "1.0.1");

        Assert.That(
            async () => await store.FindAsync("notes"),
            Throws.InstanceOf<SkillPinException>()
                .With.Property("Code").EqualTo(SkillErrorCodes.ProfilePinBroken)
                .And.Property("Wanted").EqualTo(first.ContentDigest)
                .And.Property("Found").EqualTo(second.ContentDigest)
                .And.Message.Contains(first.ContentDigest)
                .And.Message.Contains(second.ContentDigest));
        Assert.That(async () => await store.FindByNameAsync("notes"), Throws.InstanceOf<SkillPinException>());
        foreach (InstalledSkill record in (InstalledSkill[])[first, second])
        {
            Assert.That(async () => await store.ReadBodyAsync(record), Throws.InstanceOf<SkillPinException>());
        }

        SkillInventory inventory = await store.ListAsync();
        Assert.That(inventory.Skills, Is.Empty);
        Assert.That(inventory.Damaged.Single().Error, Is.InstanceOf<SkillPinException>());
        Assert.That(_bench.Warnings.Single(), Does.Contain(first.ContentDigest));
    }

    [TestCase("1.0.1", "1.0.1", true)]
    [TestCase("^1.0", "1.4.0", true)]
    [TestCase("1.0.1", "1.0.2", false)]
    [TestCase("^1.0", "2.0.0", false)]
    [TestCase("^1.0", "1.1.0-beta", false)]
    [TestCase("^1.0", null, false)]
    public async Task Version_OfWhatIsInstalled_IsHeldToThePin(string pin, string? version, bool holds)
    {
        await _bench.InstallAsync("notes", version);
        ISkillStore store = _bench.Open(new SkillProfileEntry { SkillId = "notes", Version = pin }).Store;

        if (holds)
        {
            Assert.That((await store.GetAsync("notes")).Manifest.Version, Is.EqualTo(version));
            return;
        }

        Assert.That(
            async () => await store.GetAsync("notes"),
            Throws.InstanceOf<SkillPinException>()
                .With.Property("Wanted").EqualTo(pin)
                .And.Property("Found").EqualTo(version)
                .And.Message.Contains(pin));
    }

    [Test]
    public async Task Record_OfTheVersionBefore_IsRefused()
    {
        InstalledSkill before = await _bench.InstallAsync("notes", "1.0.0");
        await _bench.InstallAsync("notes", "1.0.1");

        Assert.That(
            async () => await _bench.Open("notes").Store.ReadBodyAsync(before),
            Throws.InstanceOf<SkillNotInstalledException>());
    }

    [Test]
    public async Task Instructions_OfAParentThatIsNotEnabled_AreNotGiven()
    {
        await _bench.InstallAsync("style");
        InstalledSkill report = await _bench.InstallAsync("report", null, "parents: style");

        Assert.That(
            async () => await _bench.Open("report").Store.ReadInstructionsAsync(report),
            Throws.InstanceOf<SkillNotEnabledException>()
                .With.Property("SkillId").EqualTo("style")
                .And.Message.Contains("'report' inherits from 'style'"));
        Assert.That(
            (await _bench.Open("report", "style").Store.ReadInstructionsAsync(report)).Select(text => text.Body.Trim()),
            Is.EqualTo(new[] { "Text of style.", "Text of report." }));
    }

    [Test]
    public async Task Parent_ThatIsNotAsItIsPinned_GivesNoText()
    {
        await _bench.InstallAsync("style", "2.0.0");
        InstalledSkill report = await _bench.InstallAsync("report", null, "parents: style");
        ISkillStore store = _bench.Open(
            new SkillProfileEntry { SkillId = "report" },
            new SkillProfileEntry { SkillId = "style", Version = "1.x" }).Store;

        Assert.That(async () => await store.ReadInstructionsAsync(report), Throws.InstanceOf<SkillPinException>());
    }

    [Test]
    public async Task Questions_AboutTheWholeStore_AreAnsweredOfWhatIsEnabled()
    {
        await _bench.InstallAsync("notes");
        await _bench.InstallAsync("n0tes");
        await _bench.InstallAsync("charts");
        await _bench.InstallAsync("report", "1.0.0", "dependencies: charts");
        await _bench.InstallAsync("report", "1.0.1", "dependencies: charts");
        await _bench.InstallAsync("secret", "1.0.0", "dependencies: charts");
        await File.WriteAllTextAsync(
            Path.Combine((await _bench.Store.GetAsync("secret")).RootPath, "notes.txt"), "changed");
        ISkillStore store = _bench.Open("notes", "report").Store;

        Assert.That(await store.FindByNameAsync("SECRET"), Is.Empty);
        Assert.That((await store.FindByNameAsync("NOTES")).Single().SkillId, Is.EqualTo("notes"));
        Assert.That((await store.FindReferringAsync(["charts"])).Single().SkillId, Is.EqualTo("report"));
        Assert.That(await _bench.Store.FindSimilarNamesAsync("notes", "new"), Does.Contain("n0tes"));
        Assert.That(await store.FindSimilarNamesAsync("nutes", "new"), Does.Not.Contain("n0tes"));
        Assert.That(await store.FindOrphansAsync(), Is.Empty);
        Assert.That((await store.FindPreviousAsync("report"))?.Manifest.Version, Is.EqualTo("1.0.0"));
        Assert.That(await store.FindPreviousAsync("secret"), Is.Null);
        SkillIntegrityReport report = await store.VerifyAsync();
        Assert.That((await _bench.Store.VerifyAsync()).IsIntact, Is.False);
        Assert.That(report.IsIntact, Is.True);
        Assert.That(report.Skills, Is.EqualTo(2));
        ISkillStore pinned = _bench.Open(new SkillProfileEntry { SkillId = "report", Version = "1.0.1" }).Store;
        Assert.That(await pinned.FindPreviousAsync("report"), Is.Null);
    }

    [Test]
    public async Task EveryWrite_IsRefusedAndChangesNothing()
    {
        await _bench.InstallAsync("notes", "1.0.0");
        InstalledSkill skill = await _bench.InstallAsync("notes", "1.0.1");
        SkillProfileServices bot = _bench.Open("notes");
        SkillPackage package = TestSkills.Package(TestSkills.Manifest("new", SkillType.Prompt), "Body");
        StagedSkill staged = await _bench.Store.StageAsync(new SkillStoreRequest { Package = package });
        Func<Task>[] writes =
        [
            () => bot.Store.StageAsync(new SkillStoreRequest { Package = package }),
            () => bot.Store.CommitAsync(staged, SkillGrants.None),
            () => bot.Store.CommitAsync([new SkillCommit { Staged = staged, Grants = SkillGrants.None }]),
            () => bot.Store.RemoveAsync("notes"),
            () => bot.Store.RemoveAsync("notes", new SkillRemoveOptions()),
            () => bot.Store.PruneAsync(),
            () => bot.Store.RollbackAsync("notes"),
            () => bot.Grants.SetAsync(skill, SkillGrants.None),
            () => bot.Grants.ChangeAsync(skill, grants => grants with { RecallMemory = true }),
            () => bot.Grants.RevokeAsync("notes"),
        ];

        foreach (Func<Task> write in writes)
        {
            Assert.That(
                async () => await write(),
                Throws.InstanceOf<SkillStoreException>()
                    .With.Property("Code").EqualTo(SkillErrorCodes.ProfileReadOnly));
        }

        Assert.That((await _bench.Store.ListAsync()).Skills, Is.EqualTo(new[] { skill }));
    }
}
