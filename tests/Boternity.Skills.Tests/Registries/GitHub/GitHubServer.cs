using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace Boternity.Skills.Tests.Registries.GitHub;

/// <summary>
/// GitHub as far as the registry asks it: the API on one port, and on the other the host that archives are redirected
/// to. Faults know a request by its host and path: "api /repos/…" or "archives /…".
/// </summary>
internal sealed class GitHubServer : FaultyServer<GitHubServerRequest>
{
    private readonly ConcurrentDictionary<string, GitHubServerRepository> _repositories = new(
        StringComparer.OrdinalIgnoreCase);

    private GitHubServer()
    {
    }

    public Uri Api => Addresses[0];

    public Uri Archives => Addresses[1];

    /// <summary>Every request so far: "api /repos/…" or "archives /…".</summary>
    public IEnumerable<string> Paths => Requests.Select(TextOf);

    public static async Task<GitHubServer> StartAsync()
    {
        var server = new GitHubServer();
        await server.ListenAsync();
        return server;
    }

    public GitHubServerRepository Repository(string fullName) =>
        _repositories.GetOrAdd(fullName, _ => new GitHubServerRepository(fullName));

    protected override GitHubServerRequest Read(HttpContext context) => new(
        IsApi(context) ? "api" : "archives",
        context.Request.Path + context.Request.QueryString,
        context.Request.Headers.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));

    protected override string TextOf(GitHubServerRequest request) => $"{request.Host} {request.Path}";

    protected override Task AnswerAsync(HttpContext context)
    {
        string[] parts = context.Request.Path.Value!.Trim('/').Split('/');
        return IsApi(context) ? AnswerApiAsync(context, parts) : AnswerArchiveAsync(context, parts);
    }

    protected override Task WriteFaultAsync(HttpResponse response) => response.WriteAsync("{\"message\":\"no\"}");

    private bool IsApi(HttpContext context) => context.Connection.LocalPort == Api.Port;

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
            case (not null, [_, _, _, "git", "matching-refs", ..]):
                await context.Response.WriteAsJsonAsync(
                    repository.RefsAt(string.Join('/', parts[5..])).Select(name => new { @ref = name }));
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
}
