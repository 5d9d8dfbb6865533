using System.IO.Compression;
using System.Text;
using Boternity.Skills.Registries;
using Boternity.Skills.Registries.GitHub;
using static Boternity.Skills.Tests.Registries.GitHub.GitHubSkillRegistryListTests;

namespace Boternity.Skills.Tests.Registries.GitHub;

/// <summary>
/// A repository that fails does not take the others with it, and no fault leaves the registry as anything but its
/// own error.
/// </summary>
public sealed class GitHubRepositoryFaultTests
{
    private GitHubFixture _github = null!;

    [SetUp]
    public async Task StartServer() => _github = await GitHubFixture.StartAsync();

    [TearDown]
    public async Task StopServer() => await _github.DisposeAsync();

    private GitHubSkillRegistry Create() => _github.Create(options => options.Repositories.Add("acme/more"));

    [TestCase(404)]
    [TestCase(403)]
    [TestCase(451)]
    public async Task ListSearchAndFind_OneRepositoryAnswersWithAnError_GoOnAndReportIt(int status)
    {
        _github.Main.Commit(Skill("a"));
        _github.Server.Repository("acme/more").Commit(Skill("b"));
        _github.Server.Fail("/repos/acme/skills/", status);
        GitHubSkillRegistry registry = Create();

        Assert.That(await registry.ListAsync().Select(skill => skill.Name).ToListAsync(), Is.EqualTo(new[] { "b" }));
        Assert.That((await registry.SearchAsync("b")).Select(skill => skill.Name), Is.EqualTo(new[] { "b" }));
        Assert.That(
            (await registry.FindAsync(new SkillQuery { Name = "b" })).Select(match => match.Skill.Name),
            Is.EqualTo(new[] { "b" }));
        Assert.That(_github.Logger.Lines, Has.Some.Contains("acme/skills").And.Some.StartsWith("Warning 2009"));
    }

    [TestCase("/repos/acme/skills/", 404, null, "The repository acme/skills was not found")]
    [TestCase("/commits/", 422, "nope", "acme/skills has no branch, tag or commit 'nope'")]
    [TestCase("/commits/", 404, "gone", "or has no 'gone'")]
    [TestCase("/repos/acme/skills/", 451, null, "was taken down")]
    public async Task Find_WhatIsNamedIsNotThere_SaysWhichPart(
        string match, int status, string? revision, string message)
    {
        _github.Main.Commit(Skill("a"));
        _github.Server.Fail(match, status);

        SkillNotFoundException error = (await Assert.ThrowsAsync<SkillNotFoundException>(
            () => _github.Create().FindAsync(new SkillQuery { Repository = "acme/skills", Ref = revision })))!;

        Assert.That(error.Message, Does.Contain(message).And.Not.Contain(".."));
    }

    [Test]
    public void List_AllRepositoriesAnswerWithAnError_IsAnError()
    {
        _github.Server.Fail("/repos/", 404);

        Assert.That(async () => await Create().ListAsync().ToListAsync(), Throws.InstanceOf<SkillRegistryException>());
    }

    [Test]
    public async Task Check_CommitIsGoneWhenItsTreeIsAsked_IsMissing()
    {
        string first = _github.Main.Commit(Skill("a"));
        _github.Main.Commit(Skill("b"));
        _github.Server.Fail("/git/trees/", 404);

        SkillUpdate update = (await _github.Create().CheckAsync([Source(first)])).Single();

        Assert.That(update.State, Is.EqualTo(SkillUpdateState.SourceMissing));
    }

    [TestCase("{\"sha\":\"1\",\"tree\":null}")]
    [TestCase("{\"sha\":\"1\",\"tree\":[null]}")]
    public async Task Check_TreeWithNothingWhereEntriesBelong_IsMissing(string tree)
    {
        string first = _github.Main.Commit(Skill("a"));
        _github.Main.Commit(Skill("b"));
        _github.Server.Fail(
            "/git/trees/",
            context => Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, tree));

        SkillUpdate update = (await _github.Create().CheckAsync([Source(first)])).Single();

        Assert.That(update.State, Is.EqualTo(SkillUpdateState.SourceMissing));
    }

    [Test]
    public void List_NotModifiedWithoutAQuestion_IsARegistryError()
    {
        _github.Main.Commit(Skill("a"));
        _github.Server.Fail("/commits/", 304);

        Assert.That(
            async () => await _github.Create().ListAsync().ToListAsync(),
            Throws.InstanceOf<SkillRegistryException>()
                .With.Property("Code")
                .EqualTo(SkillErrorCodes.RegistryAnswerInvalid));
    }

    [TestCase("\"skills\":[null]")]
    [TestCase("\"skills\":null")]
    [TestCase("\"skills\":[{\"path\":null,\"frontmatter\":\"\"}]")]
    public async Task List_CacheWithNothingWhereSkillsBelong_IsRebuilt(string skills)
    {
        string commit = _github.Main.Commit(Skill("a"));
        await _github.Create().ListAsync().ToListAsync();
        string cached = Directory.GetFiles(_github.CachePath, "*.index.gz", SearchOption.AllDirectories).Single();
        WriteGzip(
            cached,
            Encoding.UTF8.GetBytes(
                $"{{\"version\":2,\"repository\":\"acme/skills\",\"commit\":\"{commit}\",{skills}}}"));

        Assert.That(
            await _github.Create().ListAsync().Select(skill => skill.Name).ToListAsync(), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public async Task List_CacheThatExpandsWithoutEnd_IsRebuilt()
    {
        _github.Main.Commit(Skill("a"));
        await _github.Create().ListAsync().ToListAsync();
        string cached = Directory.GetFiles(_github.CachePath, "*.index.gz", SearchOption.AllDirectories).Single();
        byte[] spaces = new byte[1024 * 1024];
        spaces.AsSpan().Fill((byte)' ');
        using (var gzip = new GZipStream(File.Create(cached), CompressionLevel.SmallestSize))
        {
            for (int i = 0; i < 130; i++)
            {
                gzip.Write(spaces);
            }
        }

        Assert.That(
            await _github.Create().ListAsync().Select(skill => skill.Name).ToListAsync(), Is.EqualTo(new[] { "a" }));
        Assert.That(_github.Logger.Lines, Has.Some.Contains("once decompressed"));
    }

    private static SkillSource Source(string commit) =>
        new() { Registry = "github", Repository = "acme/skills", Path = "a", Commit = commit };

    private static void WriteGzip(string path, byte[] content)
    {
        using var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        gzip.Write(content);
    }
}
