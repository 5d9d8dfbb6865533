using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Tests.Registries.Web;

/// <summary>
/// A real HTTP server on two ports that answers paths, query included, with what the test puts there, or with a fault.
/// </summary>
internal sealed class SkillServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<SkillServerRequest> _requests = new();
    private readonly List<Fault> _faults = [];

    private SkillServer(WebApplication application) => _application = application;

    public Uri Address { get; private set; } = null!;

    /// <summary>The same server under another port, which is another origin.</summary>
    public Uri Elsewhere { get; private set; } = null!;

    public IReadOnlyList<SkillServerRequest> Requests => [.. _requests];

    public static async Task<SkillServer> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        WebApplication application = builder.Build();
        var server = new SkillServer(application);
        application.Run(server.AnswerAsync);
        await application.StartAsync();
        string[] addresses =
        [
            .. application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses,
        ];
        server.Address = new Uri(addresses[0]);
        server.Elsewhere = new Uri(addresses[1]);
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

    public void PutJson(string path, string json) => Put(path, Encoding.UTF8.GetBytes(json), "application/json");

    public void Redirect(string path, Uri target) => _answers[path] = context =>
    {
        context.Response.Redirect(target.OriginalString);
        return Task.CompletedTask;
    };

    /// <summary>Answers the next requests whose path contains a text in another way; so many of them.</summary>
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

                return Task.CompletedTask;
            },
            times);

    public void Heal() => _faults.Clear();

    public void Forget() => _requests.Clear();

    public Task StopAsync() => _application.StopAsync();

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        string target = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        _requests.Enqueue(new SkillServerRequest(
            target, context.Connection.LocalPort, context.Request.Headers.Authorization.ToString()));
        if (_faults.Find(fault => fault.Left > 0 && target.Contains(fault.Match, StringComparison.Ordinal)) is
            { } fault)
        {
            fault.Left--;
            await fault.Answer(context);
        }
        else if (_answers.TryGetValue(target, out Func<HttpContext, Task>? answer))
        {
            await answer(context);
        }
        else
        {
            context.Response.StatusCode = 404;
        }
    }

    private sealed class Fault(string match, Func<HttpContext, Task> answer, int left)
    {
        public string Match { get; } = match;

        public Func<HttpContext, Task> Answer { get; } = answer;

        public int Left { get; set; } = left;
    }
}

/// <summary>A request as the server got it.</summary>
internal sealed record SkillServerRequest(string Target, int Port, string Authorization);
