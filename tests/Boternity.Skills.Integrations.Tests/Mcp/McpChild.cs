using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Integrations.Tests.Mcp;

/// <summary>A server over standard input and output, as a client starts one.</summary>
internal static class McpChild
{
    public static async Task RunAsync(string store)
    {
        HostApplicationBuilder host = Host.CreateApplicationBuilder();
        host.Logging.ClearProviders();
        host.Services.AddBoternitySkills(options =>
        {
            options.StorePath = store;
            options.StoreChangeInterval = TimeSpan.FromMilliseconds(20);
        });
        host.Services.AddMcpServer().WithStdioServerTransport().WithInstalledSkills();
        await host.Build().RunAsync();
    }
}
