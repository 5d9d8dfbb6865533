using System.IO.Abstractions;
using Boternity.Skills.Registries.Archives;
using Boternity.Skills.Registries.GitHub;
using Microsoft.Extensions.Logging.Abstractions;

namespace Boternity.Skills.Tests.Registries.GitHub;

/// <summary>A server, a cache directory and what a registry needs, for one test.</summary>
internal sealed class GitHubFixture : IAsyncDisposable
{
    private readonly Clients _clients = new();

    public required GitHubServer Server { get; init; }

    public string CachePath { get; } = Directory.CreateTempSubdirectory("boternity-github-").FullName;

    /// <summary>How much of archives is kept; none, unless a test is about that.</summary>
    public long MaxCachedArchiveBytes { get; set; }

    public AutoTimeProvider Time { get; } = new();

    public ListLogger<GitHubSkillRegistry> Logger { get; } = new();

    public GitHubServerRepository Main => Server.Repository("acme/skills");

    public static async Task<GitHubFixture> StartAsync() => new() { Server = await GitHubServer.StartAsync() };

    /// <summary>
    /// A registry of <c>acme/skills</c> that asks each time whether it changed, unless the settings say otherwise.
    /// </summary>
    public GitHubSkillRegistry Create(
        Action<GitHubRegistryOptions>? configure = null, TimeProvider? time = null, IHttpClientFactory? clients = null)
    {
        var options = new GitHubRegistryOptions { ApiBaseAddress = Server.Api, RevalidateAfter = TimeSpan.Zero };
        options.Repositories.Clear();
        options.Repositories.Add(Main.FullName);
        configure?.Invoke(options);
        return new GitHubSkillRegistry(
            options,
            new BoternitySkillsOptions { CachePath = CachePath },
            clients ?? _clients,
            new ArchiveCache(
                new FileSystem(), CachePath, MaxCachedArchiveBytes, NullLogger<ArchiveCache>.Instance),
            new FileSystem(),
            time ?? Time,
            Logger);
    }

    public async ValueTask DisposeAsync()
    {
        _clients.Dispose();
        await Server.DisposeAsync();
        Directory.Delete(CachePath, recursive: true);
    }

    private sealed class Clients : IHttpClientFactory, IDisposable
    {
        private readonly HttpMessageHandler _handler = GitHubSkillRegistry.CreateHandler();

        public HttpClient CreateClient(string name)
        {
            Assert.That(name, Is.EqualTo(GitHubSkillRegistry.HttpClientName));
            return new HttpClient(_handler, disposeHandler: false);
        }

        public void Dispose() => _handler.Dispose();
    }
}
