using System.Collections.Concurrent;
using System.Net;
using Boternity.Skills.Grants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Testing.Hosts;

/// <summary>A real server on 127.0.0.1 that does what a test tells it, and remembers what it was asked.</summary>
internal sealed class WebServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private WebServer(WebApplication application) => _application = application;

    public ConcurrentQueue<SeenRequest> Seen { get; } = new();

    public int Port { get; private set; }

    public static async Task<WebServer> StartAsync(
        Func<HttpContext, Task> handle,
        Action<ListenOptions>? listen = null,
        CancellationToken cancellationToken = default)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost
            .UseKestrelCore()
            .ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, options => listen?.Invoke(options)));
        WebApplication application = builder.Build();
        var server = new WebServer(application);
        application.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            server.Seen.Enqueue(new SeenRequest(
                context.Request.Method,
                context.Request.Host.Host,
                context.Request.Path + context.Request.QueryString,
                context.Request.Headers.ToDictionary(
                    header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                await reader.ReadToEndAsync(context.RequestAborted)));
            await handle(context);
        });
        await application.StartAsync(cancellationToken);
        server.Port = new Uri(
            application.Services
                .GetRequiredService<IServer>()
                .Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
        return server;
    }

    public string Url(string host, string path = "/", string scheme = "http") => $"{scheme}://{host}:{Port}{path}";

    public SkillGrants Grant(string host, params string[] methods) => new()
    {
        Http = [GrantFor(host, methods)],
    };

    public SkillHttpGrant GrantFor(string host, params string[] methods) =>
        new() { Host = host, Port = Port, Methods = methods, AllowHttp = true, AllowLoopback = true };

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    internal sealed record SeenRequest(
        string Method, string Host, string Path, IReadOnlyDictionary<string, string> Headers, string Body);
}
