using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Tests.Registries.GitHub;

/// <summary>
/// GitHub as far as the registry asks it, as a real HTTP server on two ports: the API, and the host that archives are
/// redirected to.
/// </summary>
internal sealed class GitHubServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentDictionary<string, GitHubServerRepository> _repositories = new(
        StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentQueue<GitHubServerRequest> _requests = new();
    private readonly List<Fault> _faults = [];

    private GitHubServer(WebApplication application) => _application = application;

    public Uri Api { get; private set; } = null!;

    public Uri Archives { get; private set; } = null!;

    /// <summary>Every request so far: "api /repos/…" or "archives /…".</summary>
    public IReadOnlyList<GitHubServerRequest> Requests => [.. _requests];

    public IEnumerable<string> Paths => Requests.Select(request => $"{request.Host} {request.Path}");

    public static async Task<GitHubServer> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        WebApplication application = builder.Build();
        var server = new GitHubServer(application);
        application.Run(server.AnswerAsync);
        await application.StartAsync();
        string[] addresses =
        [
            .. application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses,
        ];
        server.Api = new Uri(addresses[0]);
        server.Archives = new Uri(addresses[1]);
        return server;
    }

    public GitHubServerRepository Repository(string fullName) =>
        _repositories.GetOrAdd(fullName, _ => new GitHubServerRepository(fullName));

    /// <summary>
    /// Answers the next requests whose host and path contain a text in another way; <paramref name="times"/> of them.
    /// </summary>
    public void Fail(string match, Func<HttpContext, Task> answer, int times = int.MaxValue) =>
        _faults.Add(new Fault(match, answer, times));

    public void Fail(
        string match, int status, int times = int.MaxValue, params (string Name, string Value)[] headers) =>
        Fail(
            match,
            context =>
            {
                context.Response.StatusCode = status;
                foreach ((string name, string value) in headers)
                {
                    context.Response.Headers[name] = value;
                }

                return context.Response.WriteAsync("{\"message\":\"no\"}");
            },
            times);

    public void Heal() => _faults.Clear();

    public void Forget() => _requests.Clear();

    public Task StopAsync() => _application.StopAsync();

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        bool isApi = context.Connection.LocalPort == Api.Port;
        var request = new GitHubServerRequest(
            isApi ? "api" : "archives",
            context.Request.Path + context.Request.QueryString,
            context.Request.Headers.ToDictionary(
                header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        _requests.Enqueue(request);

        Fault? fault = _faults.Find(
            fault =>
                fault.Left > 0 && $"{request.Host} {request.Path}".Contains(fault.Match, StringComparison.Ordinal));
        if (fault is not null)
        {
            fault.Left--;
            await fault.Answer(context);
            return;
        }

        string[] parts = context.Request.Path.Value!.Trim('/').Split('/');
        await (isApi ? AnswerApiAsync(context, parts) : AnswerArchiveAsync(context, parts));
    }

    private async Task AnswerApiAsync(HttpContext context, string[] parts)
    {
        if (context.Request.Headers.UserAgent.Count == 0)
        {
            context.Response.StatusCode = 403;
            return;
        }

        GitHubServerRepository? repository = parts is ["repos", _, _, ..]
            ? _repositories.GetValueOrDefault($"{parts[1]}/{parts[2]}")
            : null;
        switch (repository, parts)
        {
            case (not null, [_, _, _, "commits", ..]) when repository.Resolve(
                string.Join('/', parts[4..])) is { } commit:
                await AnswerCommitAsync(context, commit);
                return;
            case (not null, [_, _, _, "tarball", var commit]) when repository.HasArchive(commit):
                context.Response.Redirect(
                    new Uri(Archives, $"{repository.FullName}/legacy.tar.gz/{commit}?token=PRIVATE").AbsoluteUri);
                return;
            case (not null, [_, _, _, "git", "trees", var commit]) when repository.Tree(commit) is { } tree:
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync(tree);
                return;
            default:
                context.Response.StatusCode = 404;
                await context.Response.WriteAsync("{\"message\":\"Not Found\"}");
                return;
        }
    }

    private static async Task AnswerCommitAsync(HttpContext context, string commit)
    {
        if (context.Request.Headers.Accept != "application/vnd.github.sha")
        {
            context.Response.StatusCode = 415;
            return;
        }

        string tag = $"W/\"{commit}\"";
        context.Response.Headers.ETag = tag;
        if (context.Request.Headers.IfNoneMatch == tag || context.Request.Headers.IfNoneMatch == $"\"{commit}\"")
        {
            context.Response.StatusCode = 304;
            return;
        }

        await context.Response.WriteAsync(commit);
    }

    private async Task AnswerArchiveAsync(HttpContext context, string[] parts)
    {
        byte[] archive = _repositories[$"{parts[0]}/{parts[1]}"].Archive(parts[3]);
        context.Response.ContentType = "application/x-gzip";
        await context.Response.Body.WriteAsync(archive);
    }

    private sealed class Fault(string match, Func<HttpContext, Task> answer, int left)
    {
        public string Match { get; } = match;

        public Func<HttpContext, Task> Answer { get; } = answer;

        public int Left { get; set; } = left;
    }
}
