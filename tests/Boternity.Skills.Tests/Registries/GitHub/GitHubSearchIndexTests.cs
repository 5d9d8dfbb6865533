using Boternity.Skills.Registries.GitHub;
using static Boternity.Skills.Tests.Registries.GitHub.GitHubSkillRegistryListTests;

namespace Boternity.Skills.Tests.Registries.GitHub;

/// <summary>The search index of a registry, kept beside the index of its repositories.</summary>
public sealed class GitHubSearchIndexTests
{
    private const int Skills = 120;
    private static readonly DateTime LongAgo = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private GitHubFixture _github = null!;

    private string File => Directory
        .GetFiles(Path.Combine(_github.CachePath, "registries"), "search.index", SearchOption.AllDirectories)
        .Single();

    [SetUp]
    public async Task StartServer()
    {
        _github = await GitHubFixture.StartAsync();
        _github.Main.Commit([.. Enumerable.Range(0, Skills).Select(i => Skill($"skills/number-{i}"))]);
    }

    [TearDown]
    public async Task StopServer() => await _github.DisposeAsync();

    [Test]
    public async Task SearchAsync_InALaterProcess_ReadsTheIndexOfTheEarlierOne()
    {
        await AssertFoundAsync(_github.Create());
        System.IO.File.SetLastWriteTimeUtc(File, LongAgo);

        await AssertFoundAsync(_github.Create());

        Assert.That(System.IO.File.GetLastWriteTimeUtc(File), Is.EqualTo(LongAgo), "It was not made again.");
        Assert.That(_github.Logger.Lines, Has.None.Contains("built again"));
    }

    [Test]
    public async Task SearchAsync_SkillsThatChanged_MakeAnotherIndex()
    {
        await AssertFoundAsync(_github.Create());
        _github.Main.Commit([.. Enumerable.Range(0, Skills + 1).Select(i => Skill($"skills/number-{i}"))]);
        System.IO.File.SetLastWriteTimeUtc(File, LongAgo);

        IReadOnlyList<DiscoveredSkill> found = await _github.Create().SearchAsync($"number {Skills}", 1);

        Assert.That(found[0].Name, Is.EqualTo($"number-{Skills}"));
        Assert.That(System.IO.File.GetLastWriteTimeUtc(File), Is.Not.EqualTo(LongAgo));
        Assert.That(_github.Logger.Lines, Has.Some.Contains("other skills"));
    }

    [Test]
    public async Task SearchAsync_DamagedIndex_IsMadeAgain()
    {
        await AssertFoundAsync(_github.Create());
        byte[] good = await System.IO.File.ReadAllBytesAsync(File);
        await System.IO.File.WriteAllBytesAsync(File, good[..^1]);

        await AssertFoundAsync(_github.Create());

        Assert.That(await System.IO.File.ReadAllBytesAsync(File), Is.EqualTo(good));
        Assert.That(_github.Logger.Lines, Has.Some.Contains("is not what was written"));
    }

    [Test]
    public async Task SearchAsync_IndexThatCannotBeWritten_AnswersAllTheSame()
    {
        await AssertFoundAsync(_github.Create());
        string path = File;
        System.IO.File.Delete(path);
        Directory.CreateDirectory(path);

        await AssertFoundAsync(_github.Create());

        Assert.That(_github.Logger.Lines, Has.Some.Contains("2006"));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(path)!, "*.tmp"), Is.Empty);
    }

    private static async Task AssertFoundAsync(GitHubSkillRegistry registry) =>
        Assert.That((await registry.SearchAsync("number 7", 1))[0].Name, Is.EqualTo("number-7"));
}
