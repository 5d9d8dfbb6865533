using Boternity.Skills.Extensions.AI;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Boternity.Skills.Integrations.Tests.Readme;

/// <summary>The examples of the packages' READMEs, compiled and run; the tests hold the texts against them.</summary>
internal static class PackageReadmes
{
    public static async Task<string> ExtensionsAIAsync(IServiceProvider provider, IChatClient chat)
    {
        // begin Boternity.Skills.Extensions.AI
        var skills = provider.GetRequiredService<SkillTools>();
        var options = new ChatOptions { Tools = [.. await skills.GetAIToolsAsync()] };
        ChatResponse answer = await chat.GetResponseAsync("Shout this: good morning", options);
        // end Boternity.Skills.Extensions.AI
        return answer.Text;
    }

    public static async Task<string> AgentsAsync(IServiceProvider provider, IChatClient chat)
    {
        // begin Boternity.Skills.Agents
        AIContextProvider skills = new AgentSkillsProviderBuilder().UseInstalledSkills(provider).Build();
        AIAgent agent = chat.AsAIAgent(new ChatClientAgentOptions { AIContextProviders = [skills] });
        AgentResponse answer = await agent.RunAsync("Write the release notes.");
        // end Boternity.Skills.Agents
        return answer.Text;
    }

    public static async Task<string> ReadmeAsync(IServiceProvider provider, IChatClient chat)
    {
        // begin README
        AIContextProvider skills = new AgentSkillsProviderBuilder().UseInstalledSkills(provider).Build();
        AIAgent agent = chat.AsAIAgent(new ChatClientAgentOptions { AIContextProviders = [skills] });
        AgentResponse answer = await agent.RunAsync("How many words has this sentence?");
        // end README
        return answer.Text;
    }

    public static IHost Mcp(string[] args, string store)
    {
        // begin Boternity.Skills.Mcp
        HostApplicationBuilder host = Host.CreateApplicationBuilder(args);
        host.Services.AddBoternitySkills(options => options.StorePath = store);
        host.Services.AddMcpServer().WithStdioServerTransport().WithInstalledSkills();
        // end Boternity.Skills.Mcp
        return host.Build();
    }
}
