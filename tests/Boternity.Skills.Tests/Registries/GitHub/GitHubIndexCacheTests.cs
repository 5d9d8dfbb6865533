using System.IO.Compression;
using System.Runtime.Versioning;
using System.Text;
using Boternity.Skills.Registries.GitHub;
using Boternity.Skills.Tests.Storage;
using Microsoft.Extensions.Options;
using static Boternity.Skills.Tests.Registries.GitHub.GitHubSkillRegistryListTests;

namespace Boternity.Skills.Tests.Registries.GitHub;

public sealed class GitHubIndexCacheTests
{
    private GitHubFixture _github = null!;

    [SetUp]
    public async Task StartServer()
    {
        _github = await GitHubFixture.StartAsync();
        _github.Main.Commit(Skill("pdf"), Skill("docx"));
        await ListAsync();
        _github.Server.Forget();
    }

    [TearDown]
    public async Task StopServer() => await _github.DisposeAsync();

    [Test]
    public async Task Cache_OfADamagedIndex_IsMadeAgain(
        [Values("cut", "noise", "empty", "version", "path", "frontmatter", "null")] string damage)
    {
        string path = Directory.GetFiles(_github.CachePath, "*.index.gz", SearchOption.AllDirectories).Single();
        byte[] bytes = await File.ReadAllBytesAsync(path);
        await File.WriteAllBytesAsync(path, damage switch
        {
            "cut" => bytes[..(bytes.Length / 2)],
            "noise" => [.. bytes.Select(b => (byte)(b ^ 0x5A))],
            "empty" => [],
            "version" => Edit(bytes, "\"version\":3", "\"version\":999"),
            "path" => Edit(bytes, "\"pdf\"", "\"../pdf\""),
            "frontmatter" => Edit(bytes, "\"frontmatter\":\"", "\"frontmatter\":\"AAAA"),
            _ => Edit(bytes, "\"path\":\"pdf\"", "\"path\":null"),
        });

        Assert.That(await ListAsync(), Is.EqualTo(new[] { "docx", "pdf" }));
        Assert.That(_github.Server.Requests, Has.Count.EqualTo(3));
        Assert.That(_github.Logger.Lines, Has.One.Contains("2005"));

        _github.Server.Forget();
        Assert.That(await ListAsync(), Is.EqualTo(new[] { "docx", "pdf" }));
        Assert.That(_github.Server.Requests, Has.Count.EqualTo(1));
    }

    [TestCase("")]
    [TestCase("{}")]
    [TestCase("null")]
    [TestCase("{\"version\":3,\"ref\":\"HEAD\",\"commit\":\"../../x\",\"checkedAt\":\"2026-01-01T00:00:00Z\"}")]
    [TestCase(
        "{\"version\":3,\"ref\":\"HEAD\",\"commit\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\"eTag\":\"x\\r\\ny: "
            + "z\",\"checkedAt\":\"2026-01-01T00:00:00Z\"}")]
    public async Task Cache_OfADamagedRef_IsAskedForAgain(string content)
    {
        string path = Directory.GetFiles(_github.CachePath, "ref-*.json", SearchOption.AllDirectories).Single();
        await File.WriteAllTextAsync(path, content);

        Assert.That(await ListAsync(), Is.EqualTo(new[] { "docx", "pdf" }));
        Assert.That(_github.Server.Requests.Single().Header("If-None-Match"), Is.Null);
    }

    [Test]
    [UnsupportedOSPlatform("windows")]
    [Platform(Exclude = "Win", Reason = "Windows has no modes.")]
    public void Cache_EverythingInIt_IsTheOwnersAlone() => Assert.That(
        Directory.EnumerateFileSystemEntries(_github.CachePath, "*", SearchOption.AllDirectories)
            .Select(path => File.GetUnixFileMode(path) & (UnixFileMode)0b000_111_111)
            .ToArray(),
        Has.Length.GreaterThan(3).And.All.EqualTo(UnixFileMode.None));

    [Test]
    [UnsupportedOSPlatform("windows")]
    [Platform(Exclude = "Win", Reason = "Windows has no modes.")]
    public async Task Cache_WhereOthersCanWrite_IsNotUsed([Values("registry", "repository")] string level)
    {
        string index = Directory.GetFiles(_github.CachePath, "*.index.gz", SearchOption.AllDirectories).Single();
        string repository = Path.GetDirectoryName(index)!;
        await File.WriteAllBytesAsync(
            index, Edit(await File.ReadAllBytesAsync(index), "\"path\":\"pdf\"", "\"path\":\"evil\""));
        File.SetUnixFileMode(
            level == "repository" ? repository : Path.GetDirectoryName(repository)!, (UnixFileMode)0b111_111_111);

        Assert.That(await ListAsync(), Is.EqualTo(new[] { "docx", "pdf" }));
        Assert.That(_github.Logger.Lines, Has.One.Contains("other users can write it"));
    }

    [Test]
    public async Task Cache_WhateverBecomesOfAFile_CostsRequestsNotAnswers()
    {
        string[] files = Directory.GetFiles(_github.CachePath, "*", SearchOption.AllDirectories);
        Assert.That(files, Has.Length.EqualTo(2), "what a ref was, and the index of its commit");
        foreach (string file in files)
        {
            foreach (FileDamage damage in FileDamage.All)
            {
                await damage.DuringAsync(file, async () => Assert.That(
                    await ListAsync().WaitAsync(TimeSpan.FromSeconds(30)),
                    Is.EqualTo(new[] { "docx", "pdf" }),
                    $"{Path.GetFileName(file)}: {damage.Name}"));
            }
        }
    }

    [Test]
    public async Task Cache_ThatCannotBeWritten_CostsRequestsNotAnswers()
    {
        Directory.Delete(_github.CachePath, recursive: true);
        await File.WriteAllTextAsync(_github.CachePath, "a file where the directory should be");
        try
        {
            Assert.That(await ListAsync(), Is.EqualTo(new[] { "docx", "pdf" }));
            Assert.That(_github.Logger.Lines, Has.Some.Contains("2006"));
        }
        finally
        {
            File.Delete(_github.CachePath);
            Directory.CreateDirectory(_github.CachePath);
        }
    }

    [Test]
    public async Task Cache_OfManyCommits_KeepsTheLastFew()
    {
        for (int i = 0; i < 8; i++)
        {
            _github.Main.Commit(Skill($"skill-{i}"));
            await ListAsync();
        }

        string[] files = Directory.GetFiles(_github.CachePath, "*", SearchOption.AllDirectories);
        Assert.That(files.Count(file => file.EndsWith(".index.gz", StringComparison.Ordinal)), Is.EqualTo(4));
        Assert.That(files.Where(file => file.EndsWith(".tmp", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task Cache_OfAnotherServer_IsNotUsed()
    {
        await using GitHubFixture other = await GitHubFixture.StartAsync();
        other.Main.Commit(Skill("other"));
        GitHubSkillRegistry registry = _github.Create(options => options.ApiBaseAddress = other.Server.Api);
        Assert.That(
            await registry.ListAsync().Select(skill => skill.Name).ToListAsync(), Is.EqualTo(new[] { "other" }));
    }

    [Test]
    public void Options_ThatMakeNoSense_AreRefusedByName()
    {
        (string Option, Action<GitHubRegistryOptions> Set)[] cases =
        [
            ("Name", options => options.Name = "git/hub"),
            ("Repositories", options => options.Repositories.Add("no-slash")),
            ("Repositories", options => options.Repositories.Add("../..")),
            ("ApiBaseAddress", options => options.ApiBaseAddress = new Uri("http://example.com/")),
            ("ApiBaseAddress", options => options.ApiBaseAddress = new Uri("api", UriKind.Relative)),
            ("Token", options => options.Token = "a\r\nb"),
            ("Token", options => options.Token = ""),
            ("RevalidateAfter", options => options.RevalidateAfter = TimeSpan.FromSeconds(-1)),
            ("MaxRateLimitWait", options => options.MaxRateLimitWait = TimeSpan.FromSeconds(-1)),
            ("MaxRetries", options => options.MaxRetries = 11),
            ("Timeout", options => options.Timeout = TimeSpan.Zero),
            ("MaxDownloadTime", options => options.MaxDownloadTime = TimeSpan.Zero),
            ("MaxDownloadBytes", options => options.MaxDownloadBytes = 0),
            ("MaxArchiveBytes", options => options.MaxArchiveBytes = 0),
        ];
        Assert.Multiple(() =>
        {
            foreach ((string option, Action<GitHubRegistryOptions> set) in cases)
            {
                var error = Assert.Throws<OptionsValidationException>(() => _github.Create(set));
                Assert.That(error!.Message, Does.Contain($"GitHubRegistryOptions.{option} must"));
                Assert.That(error.Message, Does.Not.Contain("a\r\nb"));
            }
        });
    }

    [Test]
    public async Task List_NoRepositoriesInTheOptions_ListsTheDefaultOnes()
    {
        foreach (string repository in GitHubRegistryOptions.DefaultRepositories)
        {
            _github.Server.Repository(repository).Commit(("SKILL.md", "---\nname: some\ndescription: Some.\n---\n"));
        }

        GitHubSkillRegistry registry = _github.Create(options => options.Repositories.Clear());

        string?[] listed = await registry.ListAsync().Select(skill => skill.Source.Repository).ToArrayAsync();

        Assert.That(listed, Is.EqualTo(GitHubRegistryOptions.DefaultRepositories));
    }

    [Test]
    public void Options_ByDefault_NameTheTwoPublicRepositories()
    {
        var options = new GitHubRegistryOptions();
        Assert.That(options.Repositories, Is.Empty);
        Assert.That(
            GitHubRegistryOptions.DefaultRepositories,
            Is.EqualTo(new[] { "anthropics/skills", "ComposioHQ/awesome-claude-skills" }));
        Assert.That(options.ApiBaseAddress.AbsoluteUri, Is.EqualTo("https://api.github.com/"));
        Assert.That(new GitHubRegistryOptionsValidator().Validate(null, options).Succeeded, Is.True);
    }

    private async Task<List<string>> ListAsync() =>
        await _github.Create().ListAsync().Select(skill => skill.Name).ToListAsync();

    private static byte[] Edit(byte[] gzip, string find, string replace)
    {
        using var reader = new StreamReader(new GZipStream(new MemoryStream(gzip), CompressionMode.Decompress));
        string text = reader.ReadToEnd();
        Assert.That(text, Does.Contain(find));
        var bytes = new MemoryStream();
        using (var pack = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            pack.Write(Encoding.UTF8.GetBytes(text.Replace(find, replace, StringComparison.Ordinal)));
        }

        return bytes.ToArray();
    }
}
