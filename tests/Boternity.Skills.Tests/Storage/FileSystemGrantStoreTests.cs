using System.IO.Abstractions;
using Boternity.Skills.Grants;
using Boternity.Skills.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.Storage;

public sealed class FileSystemGrantStoreTests : IDisposable
{
    private static readonly SkillGrants Some = new()
    {
        Http = [new SkillHttpGrant { Host = "api.example.org", Methods = ["GET"] }],
        Secrets = ["TOKEN"],
        RecallMemory = true,
    };

    private readonly StoreBench _bench = new();
    private readonly FileSystemGrantStore _grants;

    public FileSystemGrantStoreTests() => _grants = Open();

    public void Dispose() => _bench.Dispose();

    private string GrantsPath => _bench.EntryPath("probe", ".boternity-grants.json");

    [Test]
    public async Task GetAsync_NothingGranted_IsNothing()
    {
        InstalledSkill skill = await _bench.Store.InstallAsync(StoreBench.Tool("1"));

        Assert.That(await _grants.GetAsync(skill), Is.EqualTo(SkillGrants.None));
    }

    [Test]
    public async Task SetAsync_ThenAnotherProcess_SeesWhatWasGranted()
    {
        InstalledSkill skill = await _bench.Store.InstallAsync(StoreBench.Tool("1"));

        await _grants.SetAsync(skill, Some);

        Assert.That(await _grants.GetAsync(skill), Is.EqualTo(Some));
        Assert.That(await Open().GetAsync(skill), Is.EqualTo(Some));
        Assert.That(
            await _bench.Store.VerifyAsync(), Has.Property("IsIntact").True, "Grants are beside the skill, not in it.");
    }

    [Test]
    public async Task SetAsync_LongestDirectoryName_IsKept()
    {
        InstalledSkill skill = await _bench.Store.InstallAsync(
            StoreBench.Tool("1") with { SkillId = new string('x', 255) });

        await _grants.SetAsync(skill, Some);

        Assert.That(await Open().GetAsync(skill), Is.EqualTo(Some));
    }

    [Test]
    public async Task ChangeAsync_OneGrantRevokedByAnotherProcess_IsObeyedAtOnce()
    {
        InstalledSkill skill = await _bench.Store.InstallAsync(StoreBench.Tool("1"));
        await _grants.SetAsync(skill, Some);
        await SettleAsync(skill);

        SkillGrants now = await Open().ChangeAsync(skill, grants => grants with { Secrets = [] });

        Assert.That(now.Secrets, Is.Empty);
        Assert.That(await _grants.GetAsync(skill), Is.EqualTo(Some with { Secrets = [] }));
    }

    [Test]
    public async Task ChangeAsync_ManyAtOnce_LosesNone()
    {
        InstalledSkill skill = await _bench.Store.InstallAsync(StoreBench.Tool("1"));

        await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
            Open().ChangeAsync(skill, grants => grants with { Secrets = [.. grants.Secrets, $"S{i}"] })));

        Assert.That((await _grants.GetAsync(skill)).Secrets, Has.Count.EqualTo(10));
    }

    [Test]
    public async Task GetAsync_OneByteUpdated_IsVoid()
    {
        InstalledSkill first = await _bench.Store.InstallAsync(StoreBench.Tool("1"));
        await _grants.SetAsync(first, Some);

        InstalledSkill second = await _bench.Store.InstallAsync(StoreBench.Tool("2"));

        Assert.That(await _grants.GetAsync(second), Is.EqualTo(SkillGrants.None));
        Assert.That(
            () => _grants.SetAsync(first, Some),
            Throws.InstanceOf<SkillNotInstalledException>().With.Message.Contains("replaced"),
            "What a person approved while another version came in is granted to nobody.");
    }

    [Test]
    public async Task GetAsync_SameBytesFromAnotherSource_IsVoid()
    {
        SkillStoreRequest request = StoreBench.Tool("1");
        InstalledSkill skill = await _bench.Store.InstallAsync(request);
        await _grants.SetAsync(skill, Some);

        InstalledSkill other = await _bench.Store.InstallAsync(request with
        {
            Package = request.Package with { Source = TestSkills.Source("probe", "elsewhere") },
            Conflict = SkillConflictPolicy.Replace,
        });

        Assert.That(other.ContentDigest, Is.EqualTo(skill.ContentDigest));
        Assert.That(await _grants.GetAsync(other), Is.EqualTo(SkillGrants.None));
    }

    [Test]
    public async Task GetAsync_RemovedAndInstalledAgain_IsVoid()
    {
        InstalledSkill skill = await _bench.Store.InstallAsync(StoreBench.Tool("1"));
        await _grants.SetAsync(skill, Some);

        await _bench.Store.RemoveAsync("probe");

        Assert.That(
            await _grants.GetAsync(await _bench.Store.InstallAsync(StoreBench.Tool("1"))),
            Is.EqualTo(SkillGrants.None));
    }

    [Test]
    public async Task RevokeAsync_NothingGranted_IsFalse()
    {
        await _bench.Store.InstallAsync(StoreBench.Tool("1"));

        Assert.That(await _grants.RevokeAsync("probe"), Is.False);
        Assert.That(File.Exists(GrantsPath), Is.True);
    }

    [TestCase("{")]
    [TestCase("{\"formatVersion\": 1}")]
    [TestCase("null")]
    public async Task GetAsync_RecordCannotBeRead_FailsClosedUntilRevoked(string text)
    {
        InstalledSkill skill = await _bench.Store.InstallAsync(StoreBench.Tool("1"));
        await _grants.SetAsync(skill, Some);
        File.WriteAllText(GrantsPath, text);

        SkillStoreException error =
            (await Assert.ThrowsAsync<SkillStoreException>(async () => await Open().GetAsync(skill)))!;
        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.StoreEntryDamaged));

        Assert.That(await _grants.RevokeAsync("probe"), Is.True);
        Assert.That(await _grants.GetAsync(skill), Is.EqualTo(SkillGrants.None));
        Assert.That(await _grants.RevokeAsync("probe"), Is.False);
    }

    [Test]
    public async Task SetAsync_StoppedAtEveryOperation_LeavesTheOldOrTheNewGrants([Values] bool powerCut)
    {
        InstalledSkill skill = await _bench.Store.InstallAsync(StoreBench.Tool("1"));
        SkillGrants before = Some with { RecallMemory = false };
        await _grants.SetAsync(skill, before);
        var counting = new FaultyFileSystem();
        await Open(counting).SetAsync(skill, Some);
        for (int n = 1; n <= counting.Log.Count; n++)
        {
            await _grants.SetAsync(skill, before);
            var disk = new FaultyFileSystem { FailAt = n, PowerCut = powerCut };

            try
            {
                await Open(disk).SetAsync(skill, Some);
            }
            catch (SkillException)
            {
            }

            Assert.That(await Open().GetAsync(skill), Is.EqualTo(before).Or.EqualTo(Some), disk.Log[n - 1]);
        }
    }

    // The cache relies on times that are old enough for the file system's clock.
    private async Task SettleAsync(InstalledSkill skill)
    {
        File.SetLastWriteTimeUtc(GrantsPath, DateTime.UtcNow.AddMinutes(-1));
        await _grants.GetAsync(skill);
    }

    private FileSystemGrantStore Open(IFileSystem? disk = null) => new(
        Options.Create(new BoternitySkillsOptions { StorePath = _bench.Root }),
        disk ?? new FileSystem(),
        TimeProvider.System,
        NullLogger<FileSystemGrantStore>.Instance);
}
