using Boternity.Skills.Registries.ClawHub;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Registries.ClawHub;

/// <summary>A host with ClawHub over a server in the test.</summary>
internal sealed class ClawHubBench : IAsyncDisposable
{
    private ClawHubBench(ClawHubServer server)
    {
        Server = server;
        Host = new RegistryBench(builder => builder.AddClawHub(configure: options =>
        {
            options.BaseAddress = server.Address;
            ConfigureOptions?.Invoke(options);
        }));
    }

    public ClawHubServer Server { get; }

    public RegistryBench Host { get; }

    public Action<ClawHubRegistryOptions>? ConfigureOptions { get; set; }

    public ISkillRegistry Registry => Host.Registry("clawhub");

    public static async Task<ClawHubBench> StartAsync() => new(await ClawHubServer.StartAsync());

    public async ValueTask DisposeAsync()
    {
        Host.Dispose();
        await Server.DisposeAsync();
    }
}
