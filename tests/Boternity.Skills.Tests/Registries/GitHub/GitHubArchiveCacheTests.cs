using Boternity.Skills.Registries;
using Boternity.Skills.Registries.GitHub;
using static Boternity.Skills.Tests.Registries.GitHub.GitHubSkillRegistryListTests;

namespace Boternity.Skills.Tests.Registries.GitHub;

/// <summary>Each archive is downloaded once, and what it holds installs without a network.</summary>
public sealed class GitHubArchiveCacheTests
{
    private const int Skills = 40;

    private GitHubFixture _github = null!;

    [SetUp]
    public async Task StartServer()
    {
        _github = await GitHubFixture.StartAsync();
        _github.MaxCachedArchiveBytes = 1_000_000;
    }

    [TearDown]
    public async Task StopServer() => await _github.DisposeAsync();

    [Test]
    public async Task FetchAsync_AllSkillsOfTwoRepositories_TakesSixRequests()
    {
        _github.Main.Commit([.. Enumerable.Range(0, Skills).Select(i => Skill($"skills/one-{i}"))]);
        _github.Server.Repository("acme/more").Commit(
            [.. Enumerable.Range(0, Skills).Select(i => Skill($"skills/two-{i}"))]);
        GitHubSkillRegistry registry = _github.Create(options =>
        {
            options.Repositories.Add("acme/more");
            options.RevalidateAfter = TimeSpan.FromHours(1);
        });

        int fetched = 0;
        await foreach (DiscoveredSkill skill in registry.ListAsync())
        {
            await registry.FetchAsync(skill.Source);
            fetched++;
        }

        Assert.That(fetched, Is.EqualTo(2 * Skills));
        // For each repository: which commit it is, where the archive is, and the archive.
        Assert.That(_github.Server.Requests, Has.Count.EqualTo(6));
    }

    [Test]
    public async Task FetchAsync_SkillOfACachedArchive_NeedsNoNetwork()
    {
        _github.Main.Commit(Skill("pdf"), Skill("docx"));
        IReadOnlyList<SkillMatch> found = await _github.Create().FindAsync(new SkillQuery { Name = "pdf" });
        await _github.Server.StopAsync();

        GitHubSkillRegistry later = _github.Create();
        IReadOnlyList<SkillMatch> again = await later.FindAsync(new SkillQuery { Name = "docx" });
        SkillPackage package = await later.FetchAsync(again[0].Skill.Source);

        Assert.That(package.Manifest.Name, Is.EqualTo("docx"));
        Assert.That(again[0].Skill.IsStale, Is.True);
        Assert.That((await later.FetchAsync(found[0].Skill.Source)).Manifest.Name, Is.EqualTo("pdf"));
    }

    [Test]
    public async Task FetchAsync_DamagedArchiveInTheCache_IsDownloadedAgain()
    {
        _github.Main.Commit(Skill("pdf"));
        SkillSource source = (await _github.Create().FindAsync(new SkillQuery { Name = "pdf" }))[0].Skill.Source;
        string archive = Directory.GetFiles(Path.Combine(_github.CachePath, "archives"))
            .Single(path => Path.GetExtension(path).Length == 0);
        await File.WriteAllBytesAsync(archive, [1, 2, 3]);
        _github.Server.Forget();

        SkillPackage package = await _github.Create().FetchAsync(source);

        Assert.That(package.Manifest.Name, Is.EqualTo("pdf"));
        Assert.That(_github.Server.Paths, Has.Some.Contains("tarball"));
    }

    [Test]
    public async Task FetchAsync_OtherTokenThanTheOneThatDownloaded_AsksTheServer()
    {
        _github.Main.Commit(Skill("pdf"));
        SkillSource source = (await _github.Create(options => options.Token = "ONE")
            .FindAsync(new SkillQuery { Name = "pdf" }))[0].Skill.Source;
        _github.Server.Fail("tarball", 404);

        await Assert.ThrowsAsync<SkillNotFoundException>(() => _github.Create().FetchAsync(source));
        Assert.That(
            (await _github.Create(options => options.Token = "ONE").FetchAsync(source)).Manifest.Name,
            Is.EqualTo("pdf"));
    }
}
