using System.Formats.Tar;
using Boternity.Skills.Registries.GitHub;
using Boternity.Skills.Tests.Packaging;
using Boternity.Skills.Tests.Registries.Directories;

namespace Boternity.Skills.Tests.Registries.GitHub;

public sealed class GitHubSkillRegistryListTests
{
    private GitHubFixture _github = null!;

    [SetUp]
    public async Task StartServer() => _github = await GitHubFixture.StartAsync();

    [TearDown]
    public async Task StopServer() => await _github.DisposeAsync();

    [TestCase("main")]
    [TestCase("master")]
    [TestCase("trunk/next")]
    public async Task List_OfARepository_CostsThreeRequestsWhateverTheDefaultBranch(string branch)
    {
        _github.Main.DefaultBranch = branch;
        string commit = _github.Main.Commit(
            Skill("skills/pdf"), Skill("skills/docx"), ("README.md", "x"), ("skills/pdf/scripts/a.py", "x"));

        List<DiscoveredSkill> skills = await _github.Create().ListAsync().ToListAsync();

        Assert.That(skills.Select(skill => skill.Source.ToString()), Is.EqualTo(new[]
        {
            $"github:acme/skills/skills/docx#{commit}", $"github:acme/skills/skills/pdf#{commit}",
        }));
        Assert.That(skills.Select(skill => skill.Name), Is.EqualTo(new[] { "docx", "pdf" }));
        Assert.That(skills.Select(skill => skill.IsStale), Is.All.False);
        Assert.That(skills.Select(skill => skill.Source.RequestedRef), Is.All.Null);
        Assert.That(_github.Server.Paths, Is.EqualTo(new[]
        {
            "api /repos/acme/skills/commits/HEAD",
            $"api /repos/acme/skills/tarball/{commit}",
            $"archives /acme/skills/legacy.tar.gz/{commit}?token=PRIVATE",
        }));
    }

    [Test]
    public async Task List_OfAnUnchangedRepository_CostsOneConditionalRequest([Values] bool anotherProcess)
    {
        string commit = _github.Main.Commit(Skill("skills/pdf"));
        GitHubSkillRegistry registry = _github.Create();
        List<DiscoveredSkill> first = await registry.ListAsync().ToListAsync();
        _github.Server.Forget();

        registry = anotherProcess ? _github.Create() : registry;
        List<DiscoveredSkill> second = await registry.ListAsync().ToListAsync();

        GitHubServerRequest request = _github.Server.Requests.Single();
        Assert.That(request.Path, Is.EqualTo("/repos/acme/skills/commits/HEAD"));
        Assert.That(request.Header("If-None-Match"), Is.EqualTo($"W/\"{commit}\""));
        Assert.That(
            second.Select(skill => (skill.Source, skill.Name, skill.IsStale)),
            Is.EqualTo(first.Select(skill => (skill.Source, skill.Name, false))));
    }

    [Test]
    public async Task List_WithinTheTimeOfAnIndex_CostsNothing()
    {
        _github.Main.Commit(Skill("pdf"));
        GitHubSkillRegistry registry = _github.Create(options => options.RevalidateAfter = TimeSpan.FromMinutes(1));
        await registry.ListAsync().ToListAsync();
        _github.Server.Forget();

        _github.Time.Advance(TimeSpan.FromSeconds(59));
        await registry.ListAsync().ToListAsync();
        Assert.That(_github.Server.Requests, Is.Empty);

        _github.Time.Advance(TimeSpan.FromSeconds(1));
        await registry.ListAsync().ToListAsync();
        Assert.That(_github.Server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task List_OfARepositoryThatMoved_ReadsTheNewCommit()
    {
        _github.Main.Commit(Skill("pdf"));
        GitHubSkillRegistry registry = _github.Create();
        await registry.ListAsync().ToListAsync();
        string next = _github.Main.Commit(Skill("pdf"), Skill("docx"));

        List<DiscoveredSkill> skills = await registry.ListAsync().ToListAsync();
        Assert.That(skills.Select(skill => skill.Source.Commit), Is.EqualTo(new[] { next, next }));
    }

    [Test]
    public async Task List_ByManyAtOnce_DownloadsOnce()
    {
        _github.Main.Commit(Skill("pdf"));
        GitHubSkillRegistry registry = _github.Create(options => options.RevalidateAfter = TimeSpan.FromMinutes(1));
        await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => Task.Run(async () => await registry.ListAsync().ToListAsync())));
        Assert.That(_github.Server.Requests, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task List_WithSkillsThatCannotBeTaken_LeavesThemOutAndSaysSo()
    {
        _github.Main.Commit(prefix => new TarGzBuilder()
            .Add(new PaxGlobalExtendedAttributesTarEntry(new Dictionary<string, string> { ["comment"] = "abc" }))
            .Add(new PaxTarEntry(TarEntryType.Directory, prefix + "/"))
            .File($"{prefix}/good/SKILL.md", DirectorySkillRegistryTests.Manifest("good"))
            .File($"{prefix}/bad/SKILL.md", "no frontmatter")
            .File($"{prefix}/NUL/SKILL.md", DirectorySkillRegistryTests.Manifest("nul"))
            .File($"{prefix}/x/../../escape/SKILL.md", DirectorySkillRegistryTests.Manifest("escape"))
            .File(
                $"{prefix}/huge/SKILL.md", DirectorySkillRegistryTests.Manifest("huge") + new string('x', 1024 * 1024))
            .File($"{prefix}/node_modules/m/SKILL.md", DirectorySkillRegistryTests.Manifest("m"))
            .File($"{prefix}/other/NOTASKILL.md", DirectorySkillRegistryTests.Manifest("other"))
            .Add(new PaxTarEntry(TarEntryType.SymbolicLink, $"{prefix}/link/SKILL.md") { LinkName = "/etc/passwd" })
            .Build());

        Assert.That(
            await _github.Create().ListAsync().Select(skill => skill.Source.Path).ToListAsync(),
            Is.EqualTo(new[] { "good" }));
        foreach (string place in new[] { "acme/skills/bad", "acme/skills/NUL", "escape", "acme/skills/huge" })
        {
            Assert.That(
                _github.Logger.Lines,
                Has.One.Matches<string>(
                    line =>
                        line!.Contains("2001", StringComparison.Ordinal)
                            && line.Contains(place, StringComparison.Ordinal)));
        }
    }

    [TestCase("elsewhere/SKILL.md")]
    [TestCase("../SKILL.md")]
    public async Task List_OfAnArchiveThatLeavesItsFolder_IsRefused(string path)
    {
        _github.Main.Commit(prefix => new TarGzBuilder()
            .File($"{prefix}/good/SKILL.md", DirectorySkillRegistryTests.Manifest("good"))
            .File(path, DirectorySkillRegistryTests.Manifest("evil"))
            .Build());

        var error = await Assert.ThrowsAsync<SkillRegistryException>(
            () => _github.Create().ListAsync().ToListAsync().AsTask());
        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.RegistryAnswerInvalid));
        Assert.That(error.Message, Does.Contain(path));
    }

    [Test]
    public async Task List_OfARepositoryThatIsNotThere_NamesIt()
    {
        var error = await Assert.ThrowsAsync<SkillRegistryException>(
            () => _github.Create().ListAsync().ToListAsync().AsTask());
        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.RegistryUnavailable));
        Assert.That(error.Message, Does.Contain("acme/skills"));
        Assert.That(_github.Server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Search_OverTwoRepositories_RanksThemTogether()
    {
        _github.Main.Commit(Skill("pdf-tools"), Skill("canvas-pdf"));
        _github.Server.Repository("acme/more").Commit(Skill("pdf"), Skill("other"));
        GitHubSkillRegistry registry = _github.Create(options => options.Repositories.Add("acme/more"));

        IReadOnlyList<DiscoveredSkill> found = await registry.SearchAsync("PDF", 2);
        Assert.That(found.Select(skill => skill.Name), Is.EqualTo(new[] { "pdf", "pdf-tools" }));
    }

    internal static (string Path, string Content) Skill(string path) =>
        ($"{path}/SKILL.md", DirectorySkillRegistryTests.Manifest(path[(path.LastIndexOf('/') + 1)..]));
}
