using System.Text.Json;
using Boternity.Skills.Packaging;
using Boternity.Skills.Registries;
using Boternity.Skills.Registries.GitHub;
using static Boternity.Skills.Tests.Registries.GitHub.GitHubSkillRegistryListTests;

namespace Boternity.Skills.Tests.Registries.GitHub;

public sealed class GitHubUpdateCheckTests
{
    private GitHubFixture _github = null!;

    [SetUp]
    public async Task StartServer() => _github = await GitHubFixture.StartAsync();

    [TearDown]
    public async Task StopServer() => await _github.DisposeAsync();

    [Test]
    public async Task Check_OfARepositoryThatStandsStill_CostsOneRequestForAllItsSkills()
    {
        string commit = _github.Main.Commit(Skill("a"), Skill("b"));
        IReadOnlyList<SkillUpdate> updates = await _github.Create().CheckAsync(
            [Source("a", commit), Source("b", commit), Source("a", commit) with { Registry = "other" }]);

        Assert.That(updates.Select(update => (update.Installed.Path, update.State, update.Latest)), Is.EqualTo(new[]
        {
            ("a", SkillUpdateState.UpToDate, (SkillSource?)null), ("b", SkillUpdateState.UpToDate, null),
        }));
        Assert.That(_github.Server.Paths, Is.EqualTo(new[] { "api /repos/acme/skills/commits/HEAD" }));
    }

    [Test]
    public async Task Check_OfARepositoryThatMoved_TellsWhichFoldersChanged()
    {
        string first = _github.Main.Commit(Skill("a"), Skill("b"), Skill("c"));
        string next = _github.Main.Commit(Skill("a"), ("b/SKILL.md", "changed"));
        string same = SkillDigest.OfGitTree([File("SKILL.md", Skill("a").Content)]);
        string changed = SkillDigest.OfGitTree([File("SKILL.md", "changed")]);
        SetTree(
            next,
            ("a", "tree", same),
            ("a/SKILL.md", "blob", "1"),
            ("b", "tree", changed),
            ("b/SKILL.md", "blob", "2"));

        IReadOnlyList<SkillUpdate> updates = await _github.Create().CheckAsync(
            [Source("a", first), Source("b", first), Source("c", first)]);

        Assert.That(updates.Select(update => (update.State, update.TreeDigest, update.Latest?.Commit)), Is.EqualTo(new[]
        {
            (SkillUpdateState.UpdateAvailable, same, next),
            (SkillUpdateState.UpdateAvailable, changed, next),
            (SkillUpdateState.SourceMissing, (string?)null, (string?)null),
        }));
        Assert.That(updates[2].Reason, Does.Contain("c/SKILL.md"));
        Assert.That(_github.Server.Paths, Is.EqualTo(new[]
        {
            "api /repos/acme/skills/commits/HEAD", $"api /repos/acme/skills/git/trees/{next}?recursive=1",
        }));
    }

    [Test]
    public async Task Check_OfASkillAtACommit_IsPinnedAndAsksNobody()
    {
        string commit = _github.Main.Commit(Skill("a"));
        _github.Main.Commit(Skill("a"));
        SkillUpdate update =
            (await _github.Create().CheckAsync([Source("a", commit) with { RequestedRef = commit }])).Single();
        Assert.That(update.State, Is.EqualTo(SkillUpdateState.Pinned));
        Assert.That(update.Reason, Does.Contain(commit));
        Assert.That(_github.Server.Requests, Is.Empty);
    }

    [Test]
    public async Task Check_OfATagThatIsGone_SaysSo()
    {
        string commit = _github.Main.Commit(Skill("a"));
        SkillUpdate update =
            (await _github.Create().CheckAsync([Source("a", commit) with { RequestedRef = "v1" }])).Single();
        Assert.That(update.State, Is.EqualTo(SkillUpdateState.SourceMissing));
    }

    [Test]
    public async Task Check_WhenTheServerFails_NeverAnswersFromACache()
    {
        string commit = _github.Main.Commit(Skill("a"));
        GitHubSkillRegistry registry = _github.Create();
        await registry.ListAsync().ToListAsync();
        _github.Server.Fail("/commits/", 500);
        await Assert.ThrowsAsync<SkillRegistryException>(() => registry.CheckAsync([Source("a", commit)]));
    }

    [TestCase("no json")]
    [TestCase("null")]
    [TestCase("{\"tree\":3}")]
    public async Task Check_WhenTheTreeCannotBeUnderstood_IsAnInvalidAnswer(string answer)
    {
        string first = _github.Main.Commit(Skill("a"));
        _github.Main.SetTree(_github.Main.Commit(Skill("a")), answer);
        var error = await Assert.ThrowsAsync<SkillRegistryException>(
            () => _github.Create().CheckAsync([Source("a", first)]));
        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.RegistryAnswerInvalid));
    }

    [Test]
    public async Task Check_OfATreeThatWasCut_LeavesTheDigestOpen()
    {
        string first = _github.Main.Commit(Skill("a"));
        _github.Main.SetTree(_github.Main.Commit(Skill("a")), "{\"sha\":\"x\",\"truncated\":true,\"tree\":[]}");
        SkillUpdate update = (await _github.Create().CheckAsync([Source("a", first)])).Single();
        Assert.That((update.State, update.TreeDigest), Is.EqualTo((SkillUpdateState.UpdateAvailable, (string?)null)));
    }

    private static SkillSource Source(string path, string commit) =>
        new() { Registry = "github", Repository = "acme/skills", Path = path, Commit = commit };

    private static SkillPackageFile File(string path, string content) =>
        new() { Path = path, Content = System.Text.Encoding.UTF8.GetBytes(content) };

    private void SetTree(string commit, params (string Path, string Type, string Sha)[] entries) =>
        _github.Main.SetTree(
            commit,
            JsonSerializer.Serialize(new
            {
                sha = "root",
                truncated = false,
                tree = entries.Select(
                    entry => new { path = entry.Path, mode = "x", type = entry.Type, sha = entry.Sha }),
            }));
}
