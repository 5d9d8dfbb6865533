using Boternity.Skills.Extensions.AI;
using Boternity.Skills.Mcp;
using Microsoft.Agents.AI;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Integrations.Tests.Guide;

/// <summary>The code of docs/guide/profiles.md for models, agents and MCP clients.</summary>
internal static class ProfileGuide
{
    public static void AddTools(IBoternitySkillsBuilder builder)
    {
        // begin chat
        builder.AddAITools("support-bot", new SkillFunctionOptions { MaxOutputLength = 10_000 });
        // end chat
    }

    public static async Task<ChatOptions> CreateOptionsAsync(IServiceProvider provider)
    {
        // begin tools
        var skills = provider.GetRequiredKeyedService<SkillTools>("support-bot");
        var options = new ChatOptions { Tools = [.. await skills.GetAIToolsAsync()] };
        // end tools
        return options;
    }

    public static AIContextProvider CreateSkills(IServiceProvider provider)
    {
        // begin agent
        AIContextProvider skills = new AgentSkillsProviderBuilder()
            .UseInstalledSkills(provider, "support-bot")
            .BuildWithTypedArguments();
        // end agent
        return skills;
    }

    public static WebApplication Serve(WebApplicationBuilder builder)
    {
        // begin mcp
        builder.Services.AddMcpServer()
            .WithHttpTransport(options =>
            {
                options.Stateless = false;
                options.ConfigureSessionOptions = (context, server, token) =>
                {
                    server.UseSkillProfile(context.RequestServices, (string)context.Request.RouteValues["bot"]!);
                    return Task.CompletedTask;
                };
            })
            .WithInstalledSkills();
        WebApplication app = builder.Build();
        app.MapMcp("/bots/{bot}/mcp");
        // end mcp
        return app;
    }
}
