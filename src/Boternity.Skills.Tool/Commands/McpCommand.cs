using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Tool.Commands;

/// <summary><c>boternity mcp</c>.</summary>
internal static class McpCommand
{
    public static Command Create()
    {
        var command = new Command("mcp", """
            Serves the installed skills to a client of the Model Context Protocol, over standard input and output.

            Example, in a client's configuration:
              { "mcpServers": { "skills": { "command": "boternity", "args": ["mcp"] } } }
            """);
        command.SetAction(async (parsed, token) =>
        {
            HostApplicationBuilder host = Host.CreateApplicationBuilder();
            host.Logging.ClearProviders();
            host.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
            host.Logging.SetMinimumLevel(LogLevel.Warning);
            ToolHost.Configure(host.Services, parsed);
            host.Services.AddBoternitySkills().AddAuditLog(
                options => options.DirectoryPath = ToolHost.AuditPath(parsed));
            host.Services.AddMcpServer().WithStdioServerTransport().WithInstalledSkills();
            await host.Build().RunAsync(token);
            return ToolExit.Success;
        });
        return command;
    }
}
