using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Boternity.Skills.Tests.Registries.Web;

/// <summary>A server that answers paths, query included, with what the test puts there, or with a fault.</summary>
internal sealed class SkillServer : FaultyServer<SkillServerRequest>
{
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> _answers = new(StringComparer.Ordinal);

    private SkillServer()
    {
    }

    public Uri Address => Addresses[0];

    /// <summary>The same server under another port, which is another origin.</summary>
    public Uri Elsewhere => Addresses[1];

    /// <summary>Gets or sets what answers the paths where nothing was put; null for 404.</summary>
    public Func<HttpContext, Task>? Otherwise { get; set; }

    public static async Task<SkillServer> StartAsync()
    {
        var server = new SkillServer();
        await server.ListenAsync();
        return server;
    }

    /// <summary>Answers a path, percent-encoded as it is sent, with bytes.</summary>
    public void Put(string path, byte[] content, string type = "application/octet-stream") =>
        _answers[path] = context =>
        {
            context.Response.ContentType = type;
            context.Response.ContentLength = content.Length;
            return context.Response.Body.WriteAsync(content).AsTask();
        };

    /// <summary>The same with an entity tag: who has it gets 304.</summary>
    public void PutTagged(string path, byte[] content, string tag) => _answers[path] = context =>
    {
        context.Response.Headers.ETag = tag;
        if (context.Request.Headers.IfNoneMatch == tag)
        {
            context.Response.StatusCode = 304;
            return Task.CompletedTask;
        }

        context.Response.ContentLength = content.Length;
        return context.Response.Body.WriteAsync(content).AsTask();
    };

    public void PutJson(string path, string json) => Put(path, Encoding.UTF8.GetBytes(json), "application/json");

    public void Redirect(string path, Uri target) => _answers[path] = context =>
    {
        context.Response.Redirect(target.OriginalString);
        return Task.CompletedTask;
    };

    protected override SkillServerRequest Read(HttpContext context) => new(
        TargetOf(context), context.Connection.LocalPort, context.Request.Headers.Authorization.ToString());

    protected override string TextOf(SkillServerRequest request) => request.Target;

    protected override async Task AnswerAsync(HttpContext context)
    {
        if (_answers.TryGetValue(TargetOf(context), out Func<HttpContext, Task>? answer))
        {
            await answer(context);
        }
        else if (Otherwise is { } otherwise)
        {
            await otherwise(context);
        }
        else
        {
            context.Response.StatusCode = 404;
        }
    }

    private static string TargetOf(HttpContext context) => context.Features.Get<IHttpRequestFeature>()!.RawTarget;
}

/// <summary>A request as the server got it.</summary>
internal sealed record SkillServerRequest(string Target, int Port, string Authorization);
