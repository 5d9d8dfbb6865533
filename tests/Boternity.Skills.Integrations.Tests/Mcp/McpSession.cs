using System.IO.Pipelines;
using Boternity.Skills.Mcp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Boternity.Skills.Integrations.Tests.Mcp;

/// <summary>A client with the server that it talks to, by one of three ways.</summary>
internal sealed class McpSession(McpClient client, Func<ValueTask> close) : IAsyncDisposable
{
    public McpClient Client { get; } = client;

    /// <summary>Both in this process, over two pipes.</summary>
    public static async Task<McpSession> InProcessAsync(
        SkillBench bench, Action<InstalledSkillsServerOptions>? configure = null)
    {
        bench.Services.AddMcpServer().WithInstalledSkills(configure);
        ServiceProvider provider = bench.Services.BuildServiceProvider();
        var (toServer, toClient) = (new Pipe(), new Pipe());
        var transport = new StreamServerTransport(toServer.Reader.AsStream(), toClient.Writer.AsStream());
        McpServer server = McpServer.Create(
            transport, provider.GetRequiredService<IOptions<McpServerOptions>>().Value, null, provider);
        Task run = server.RunAsync(CancellationToken.None);
        McpClient client = await McpClient.CreateAsync(
            new StreamClientTransport(toServer.Writer.AsStream(), toClient.Reader.AsStream()));
        return new McpSession(client, async () =>
        {
            await server.DisposeAsync();
            await run;
            await provider.DisposeAsync();
        });
    }

    /// <summary>The server in a process of its own, over standard input and output.</summary>
    public static async Task<McpSession> ChildAsync(SkillBench bench)
    {
        McpClient client = await McpClient.CreateAsync(new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = "dotnet",
            Arguments = [typeof(McpSession).Assembly.Location, "mcp", bench.StorePath],
        }));
        return new McpSession(client, () => ValueTask.CompletedTask);
    }

    /// <summary>The server over HTTP, on a port of this machine that is free.</summary>
    public static async Task<McpSession> HttpAsync(SkillBench bench)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        foreach (ServiceDescriptor service in bench.Services)
        {
            builder.Services.Add(service);
        }

        builder.Services.AddMcpServer().WithHttpTransport(options => options.Stateless = false).WithInstalledSkills();
        WebApplication app = builder.Build();
        app.MapMcp("/mcp");
        await app.StartAsync();
        McpClient client = await McpClient.CreateAsync(
            new HttpClientTransport(new HttpClientTransportOptions { Endpoint = new Uri($"{app.Urls.First()}/mcp") }),
            new McpClientOptions { ProtocolVersion = "2025-06-18" });
        return new McpSession(client, app.DisposeAsync);
    }

    /// <summary>Asks to be told of changes of the tools.</summary>
    /// <returns>What ends when the server says that they have changed.</returns>
    public async Task<Task> WatchToolsAsync()
    {
        var changed = new TaskCompletionSource();
        var agreed = new TaskCompletionSource();
        Complete(NotificationMethods.ToolListChangedNotification, changed);
        Complete(NotificationMethods.SubscriptionsAcknowledgedNotification, agreed);
        if (string.CompareOrdinal(Client.NegotiatedProtocolVersion, "2026") >= 0)
        {
            // Held open as long as the session.
            _ = Client
                .SendRequestAsync<SubscriptionsListenRequestParams, EmptyResult>(
                    RequestMethods.SubscriptionsListen,
                    new SubscriptionsListenRequestParams
                    {
                        Notifications = new SubscriptionsListenNotifications { ToolsListChanged = true },
                    })
                .AsTask();
            await agreed.Task.WaitAsync(TimeSpan.FromSeconds(20));
        }

        return changed.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    private void Complete(string method, TaskCompletionSource source) =>
        Client.RegisterNotificationHandler(method, (_, _) =>
        {
            source.TrySetResult();
            return ValueTask.CompletedTask;
        });

    /// <summary>Reads a resource by its address as it is written.</summary>
    public async Task<ReadResourceResult> ReadAsync(string uri) =>
        await Client.ReadResourceAsync(new ReadResourceRequestParams { Uri = uri });

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await close();
    }

    public static string TextOf(CallToolResult result) =>
        string.Concat(result.Content.OfType<TextContentBlock>().Select(block => block.Text));
}
