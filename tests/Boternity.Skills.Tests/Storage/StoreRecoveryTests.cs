using System.IO.Abstractions;
using Boternity.Skills.Grants;
using Boternity.Skills.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.Storage;

/// <summary>What is left after a write that went wrong in the middle, or after a rollback.</summary>
public sealed class StoreRecoveryTests : IDisposable
{
    private static readonly SkillGrants Some = new() { RecallMemory = true };

    private readonly StoreBench _bench = new();

    public void Dispose() => _bench.Dispose();

    private FileSystemSkillStore Store => _bench.Store;

    private string PreviousPath(params string[] below) => Path.Combine([_bench.Root, "previous", "probe", .. below]);

    [Test]
    public async Task InstallAsync_SecondRenameFails_PutsBothVersionsBack()
    {
        await Store.InstallAsync(StoreBench.Tool("1"));
        await Store.InstallAsync(StoreBench.Tool("2"));
        var disk = new FaultyFileSystem();
        disk.Before = operation =>
        {
            if (operation.StartsWith("Move ", StringComparison.Ordinal)
                && operation.Contains("/staging/", StringComparison.Ordinal)
                && operation.EndsWith("/skills/probe", StringComparison.Ordinal))
            {
                throw new IOException("The disk failed.");
            }
        };

        await Assert.ThrowsAsync<SkillStoreException>(() => _bench.Open(disk).InstallAsync(StoreBench.Tool("3")));

        Assert.That(Directory.Exists(_bench.EntryPath("probe")), Is.True, "without anybody's help");
        Assert.That(await StoreState.VersionAsync(Store, "probe"), Is.EqualTo("2"));
        await Store.RollbackAsync("probe");
        Assert.That(await StoreState.VersionAsync(Store, "probe"), Is.EqualTo("1"));
    }

    [Test]
    public async Task RollbackAsync_ToAVersionThatWasGrantedSomething_GrantsItNothing()
    {
        InstalledSkill first = await Store.InstallAsync(StoreBench.Tool("1"), Some);
        await Store.InstallAsync(StoreBench.Tool("2"));

        InstalledSkill back = await Store.RollbackAsync("probe");

        Assert.That(back.ContentDigest, Is.EqualTo(first.ContentDigest));
        Assert.That(await Grants().GetAsync(back), Is.EqualTo(SkillGrants.None));
        Assert.That(await Grants().GetAsync(first), Is.EqualTo(SkillGrants.None));
    }

    [Test]
    public async Task RollbackAsync_VersionBeforeHasNoRecord_SaysThatItIsDamaged()
    {
        await Store.InstallAsync(StoreBench.Tool("1"));
        await Store.InstallAsync(StoreBench.Tool("2"));
        File.Delete(PreviousPath(".boternity-meta.json"));

        SkillStoreException error =
            (await Assert.ThrowsAsync<SkillStoreException>(() => Store.RollbackAsync("probe")))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.StoreEntryDamaged));
        Assert.That(await StoreState.VersionAsync(Store, "probe"), Is.EqualTo("2"));
    }

    [Test]
    public async Task RollbackAsync_ToAnotherName_IsFoundByThatName()
    {
        await Store.InstallAsync(Named("alpha-tool"));
        await Store.InstallAsync(Named("quite-different"));

        await Store.RollbackAsync("probe");

        Assert.That(await Store.FindSimilarNamesAsync("alpha-too1", "other"), Is.EqualTo(new[] { "alpha-tool" }));
    }

    [Test]
    public async Task RemoveAsync_AfterACrashBetweenTheRenames_TakesTheSkillAway()
    {
        await Store.InstallAsync(StoreBench.Tool("1"));
        Directory.Move(_bench.EntryPath("probe"), PreviousPath());

        Assert.That(await Store.RemoveAsync("probe"), Is.True);
        Assert.That(await Store.FindAsync("probe"), Is.Null);
        Assert.That(Directory.Exists(PreviousPath()), Is.False);
    }

    [Test]
    public async Task GrantsSet_AfterACrashBetweenTheRenames_PutsTheVersionBackFirst()
    {
        InstalledSkill skill = await Store.InstallAsync(StoreBench.Tool("1"));
        Directory.Move(_bench.EntryPath("probe"), PreviousPath());

        await Grants().SetAsync(skill, Some);

        Assert.That(Directory.Exists(_bench.EntryPath("probe")), Is.True);
        Assert.That(await Grants().GetAsync(skill), Is.EqualTo(Some));
    }

    [Test]
    public async Task GrantsRevoke_AfterACrashBetweenTheRenames_RevokesThem()
    {
        InstalledSkill skill = await Store.InstallAsync(StoreBench.Tool("1"), Some);
        Directory.Move(_bench.EntryPath("probe"), PreviousPath());

        Assert.That(await Grants().RevokeAsync("probe"), Is.True);
        Assert.That(await Grants().GetAsync(skill), Is.EqualTo(SkillGrants.None));
    }

    [Test]
    public async Task GrantsGet_BetweenTheRenames_AreThoseOfTheVersionThatIsThere()
    {
        InstalledSkill skill = await Store.InstallAsync(StoreBench.Tool("1"), Some);
        Directory.Move(_bench.EntryPath("probe"), PreviousPath());

        Assert.That(await Grants().GetAsync(skill), Is.EqualTo(Some));
    }

    [Test]
    public async Task FindAsync_WhereTheLockCannotBeTaken_GivesTheVersionInTheOtherPlace()
    {
        await Store.InstallAsync(StoreBench.Tool("1"));
        Directory.Move(_bench.EntryPath("probe"), PreviousPath());
        var disk = new FaultyFileSystem
        {
            Before = static operation =>
            {
                if (operation.Contains("/.lock", StringComparison.Ordinal))
                {
                    throw new UnauthorizedAccessException("Read only.");
                }
            },
        };

        InstalledSkill? found = await _bench.Open(disk).FindAsync("probe");

        Assert.That(found?.RootPath, Is.EqualTo(PreviousPath("probe")));
        Assert.That(Directory.Exists(PreviousPath()), Is.True);
    }

    [Test]
    public async Task RemoveAsync_EntryIsAFile_RemovesIt()
    {
        await Store.InstallAsync(StoreBench.Tool("1"));
        Directory.Delete(_bench.EntryPath("probe"), recursive: true);
        await File.WriteAllTextAsync(_bench.EntryPath("probe"), "in the way");

        Assert.That(await Store.RemoveAsync("probe"), Is.True);
        Assert.That(File.Exists(_bench.EntryPath("probe")), Is.False);
    }

    [TestCase("\"contentDigest\": \"", "\"contentDigest\": \"0")]
    [TestCase("\"registry\": \"", "\"registry\": \"other-")]
    public async Task GrantsGet_RecordBoundToSomethingElse_IsVoid(string written, string forged)
    {
        InstalledSkill skill = await Store.InstallAsync(StoreBench.Tool("1"), Some);
        string path = _bench.EntryPath("probe", ".boternity-grants.json");
        string text = await File.ReadAllTextAsync(path);
        Assert.That(text, Does.Contain(written));
        await File.WriteAllTextAsync(path, text.Replace(written, forged, StringComparison.Ordinal));

        Assert.That(await Grants().GetAsync(skill), Is.EqualTo(SkillGrants.None));
    }

    [Test]
    public async Task GrantsGet_RecordOfAnotherVersionPutInPlace_IsVoid()
    {
        await Store.InstallAsync(StoreBench.Tool("1"), Some);
        byte[] record = await File.ReadAllBytesAsync(_bench.EntryPath("probe", ".boternity-grants.json"));
        InstalledSkill second = await Store.InstallAsync(StoreBench.Tool("2"));
        await File.WriteAllBytesAsync(_bench.EntryPath("probe", ".boternity-grants.json"), record);

        Assert.That(await Grants().GetAsync(second), Is.EqualTo(SkillGrants.None));
    }

    [Test]
    public async Task GrantsGet_SettledRecord_IsReadOnceAndAgainWhenItIsAnother()
    {
        var first = new SkillGrants { Secrets = ["FIRST"] };
        InstalledSkill skill = await Store.InstallAsync(StoreBench.Tool("1"), first);
        string path = _bench.EntryPath("probe", ".boternity-grants.json");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(-2));
        var disk = new FaultyFileSystem();
        FileSystemGrantStore grants = Grants(disk);
        Assert.That(await grants.GetAsync(skill), Is.EqualTo(first));
        int opened = Opened();

        Assert.That(await grants.GetAsync(skill), Is.EqualTo(first));
        Assert.That(Opened(), Is.EqualTo(opened));

        // Of the same length, at another time.
        string text = await File.ReadAllTextAsync(path);
        await File.WriteAllTextAsync(path, text.Replace("FIRST", "OTHER", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(-1));
        Assert.That((await grants.GetAsync(skill)).Secrets, Is.EqualTo(new[] { "OTHER" }));

        // Of another length, at the time of the first.
        await File.WriteAllTextAsync(path, text + " ");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(-2));
        Assert.That(await grants.GetAsync(skill), Is.EqualTo(first));

        int Opened() => disk.Log.Count(operation =>
            operation.StartsWith("New ", StringComparison.Ordinal)
            && operation.EndsWith(".boternity-grants.json", StringComparison.Ordinal));
    }

    private static SkillStoreRequest Named(string name)
    {
        SkillStoreRequest request = StoreBench.Prompt(name) with { SkillId = "probe" };
        SkillDocument document =
            request.Package.Document with { Manifest = request.Package.Manifest with { Name = name } };
        return request with { Package = request.Package with { Document = document } };
    }

    private FileSystemGrantStore Grants(IFileSystem? disk = null) => new(
        Options.Create(new BoternitySkillsOptions { StorePath = _bench.Root }),
        disk ?? new FileSystem(),
        TimeProvider.System,
        NullLogger<FileSystemGrantStore>.Instance);
}
