using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Integrations.Tests.Guide;

/// <summary>The code of docs/guide/mcp.md.</summary>
internal static class McpGuide
{
    public static IHost Stdio(string store)
    {
        // begin stdio
        HostApplicationBuilder host = Host.CreateApplicationBuilder();
        host.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        host.Services.AddBoternitySkills(options => options.StorePath = store);
        host.Services.AddMcpServer().WithStdioServerTransport().WithInstalledSkills();
        IHost server = host.Build();
        // end stdio
        return server;
    }

    public static WebApplication Http(WebApplicationBuilder builder, string store)
    {
        // begin http
        builder.Services.AddBoternitySkills(options => options.StorePath = store);
        builder.Services.AddMcpServer()
            .WithHttpTransport(options => options.Stateless = false)
            .AddAuthorizationFilters()
            .WithInstalledSkills(options => options.CreateMetadata = skill =>
                skill.TrustTier == SkillTrustTier.Verified ? [] : [new AuthorizeAttribute { Roles = "reviewer" }]);
        WebApplication app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapMcp("/mcp").RequireAuthorization();
        // end http
        return app;
    }
}
