using System.IO.Compression;
using System.Text;
using Boternity.Skills.Manifests;
using Boternity.Skills.Registries;

namespace Boternity.Skills.Tests.Registries.GitHub;

/// <summary>
/// A SKILL.md with a mistake is told to whoever asks for that skill, from the archive and from the cache.
/// </summary>
public sealed class GitHubUnreadableSkillTests
{
    private GitHubFixture _github = null!;

    [SetUp]
    public async Task StartServer()
    {
        _github = await GitHubFixture.StartAsync();
        _github.Main.Commit(
            GitHubSkillRegistryListTests.Skill("pdf"),
            ("tools/broken/SKILL.md", "---\nname: broken\ndescription: [\n---\nBody\n"),
            ("huge/SKILL.md", "---\nname: huge\ndescription: d\n---\n" + new string('x', 1024 * 1024)));
    }

    [TearDown]
    public async Task StopServer() => await _github.DisposeAsync();

    [Test]
    public async Task Find_SkillWithAMistakeInItsManifest_CarriesTheCandidateAndItsDiagnostics(
        [Values] bool fromCache, [Values("name", "path", "repository")] string asked)
    {
        if (fromCache)
        {
            await ListAsync();
            _github.Server.Forget();
        }

        SkillManifestException error = await FailAsync(asked switch
        {
            "name" => new SkillQuery { Name = "Broken" },
            "path" => new SkillQuery { Repository = "acme/skills", Path = "tools/broken" },
            _ => new SkillQuery { Repository = "acme/skills", Name = "broken" },
        });

        SkillDiagnostic mistake = error.Diagnostics.First(found => found.Severity == SkillDiagnosticSeverity.Error);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Place, Does.StartWith("github:acme/skills/tools/broken/SKILL.md#"));
            Assert.That(error.Message, Does.Contain("(4,1): error"));
            Assert.That(error.Candidate?.Path, Is.EqualTo("tools/broken"));
            Assert.That(error.Candidate?.Repository, Is.EqualTo("acme/skills"));
            Assert.That((mistake.Code, mistake.Line), Is.EqualTo((SkillDiagnosticCodes.YamlInvalid, 4)));
            Assert.That(_github.Server.Requests, Has.Count.EqualTo(fromCache ? 1 : 3));
        }
    }

    [Test]
    public async Task Find_SkillWhoseManifestIsTooLarge_SaysSoFromTheCacheToo()
    {
        for (int round = 0; round < 2; round++)
        {
            SkillManifestException error = await FailAsync(new SkillQuery { Name = "huge" });
            Assert.That(
                error.Diagnostics.Select(found => found.Code), Does.Contain(SkillDiagnosticCodes.FileTooLarge));
        }
    }

    [Test]
    public async Task List_WithASkillThatCannotBeRead_GivesTheOthers() =>
        Assert.That(await ListAsync(), Is.EqualTo(new[] { "pdf" }));

    [Test]
    public async Task Find_NameThatAnotherSkillHas_IsThatSkill()
    {
        _github.Main.Commit(
            GitHubSkillRegistryListTests.Skill("pdf"),
            ("old/pdf/SKILL.md", "---\nname: pdf\ndescription: [\n---\n"));

        IReadOnlyList<SkillMatch> found = await _github.Create().FindAsync(new SkillQuery { Name = "pdf" });

        Assert.That(found.Select(match => match.Skill.Source.Path), Is.EqualTo(new[] { "pdf" }));
    }

    [Test]
    public async Task Cache_WithDiagnosticsThatSayNothing_IsRebuilt(
        [Values("\"diagnostics\":[]", "\"diagnostics\":[null]")] string damage)
    {
        await ListAsync();
        string path = Directory.GetFiles(_github.CachePath, "*.index.gz", SearchOption.AllDirectories).Single();
        string json = Unzip(await File.ReadAllBytesAsync(path));
        int from = json.IndexOf("\"diagnostics\":[{", StringComparison.Ordinal);
        int to = json.IndexOf("}]", from, StringComparison.Ordinal) + 2;
        await File.WriteAllBytesAsync(path, Zip(json[..from] + damage + json[to..]));

        await FailAsync(new SkillQuery { Name = "broken" });

        Assert.That(_github.Logger.Lines, Has.One.Contains("2005"));
    }

    [Test]
    public void ForIndex_OfManyDiagnostics_KeepsTheErrorsFirst()
    {
        SkillDiagnostic Found(int line, SkillDiagnosticSeverity severity) =>
            new() { Code = "BSK1005", Severity = severity, Message = "m", Line = line, Column = 1 };
        var skill = new UnreadableSkill(
            new SkillSource { Registry = "r", Path = "p" },
            [
                .. Enumerable.Range(1, 100).Select(line => Found(line, SkillDiagnosticSeverity.Warning)),
                Found(101, SkillDiagnosticSeverity.Error),
            ]);

        IReadOnlyList<SkillDiagnostic> kept = skill.ForIndex().Diagnostics;

        Assert.That(kept.Take(2).Select(found => found.Line), Is.EqualTo(new[] { 101, 1 }));
        Assert.That(kept, Has.Count.EqualTo(20));
    }

    private async Task<SkillManifestException> FailAsync(SkillQuery query) =>
        (await Assert.ThrowsAsync<SkillManifestException>(() => _github.Create().FindAsync(query)))!;

    private async Task<string[]> ListAsync()
    {
        List<string> names = [];
        await foreach (DiscoveredSkill skill in _github.Create().ListAsync())
        {
            names.Add(skill.Name);
        }

        return [.. names];
    }

    private static string Unzip(byte[] bytes)
    {
        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        return reader.ReadToEnd();
    }

    private static byte[] Zip(string text)
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }
}
