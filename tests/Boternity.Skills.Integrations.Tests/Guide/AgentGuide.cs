using Boternity.Skills.Agents;
using Boternity.Skills.Extensions.AI;
using Boternity.Skills.Grants;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Integrations.Tests.Guide;

/// <summary>The code of docs/guide/agents.md for Agent Framework, and for consent in the chat.</summary>
internal static class AgentGuide
{
    public static AIAgent CreateAgent(IServiceProvider provider, IChatClient model)
    {
        // begin agent
        AIContextProvider skills = new AgentSkillsProviderBuilder()
            .UseInstalledSkills(provider, new InstalledSkillsOptions
            {
                Filter = (skill, context) => skill.TrustTier == SkillTrustTier.Verified,
            })
            .UseOptions(options => options.DisableLoadSkillApproval = true)
            .BuildWithTypedArguments();
        AIAgent agent = model.AsAIAgent(new ChatClientAgentOptions { AIContextProviders = [skills] });
        // end agent
        return agent;
    }

    public static AgentSkillsProvider ReadFiles(FileSkillSandbox sandbox, string folder)
    {
        // begin files
        AgentSkillsProvider skills = new AgentSkillsProviderBuilder()
            .UseFileSkill(folder)
            .UseFileScriptRunner(sandbox)
            .Build();
        // end files
        return skills;
    }

    public static void AddServices(IServiceCollection services, string home, string folder)
    {
        // begin approver
        services.AddBoternitySkills(options => options.StorePath = Path.Combine(home, "store"))
            .AddDirectoryRegistry("local", folder)
            .UseChatApprover(request => SkillGrants.None);
        // end approver
    }

    public static int Ask(IServiceProvider provider, IReadOnlyList<ToolApprovalRequestContent> requests)
    {
        // begin ask
        IReadOnlyList<AITool> tools = provider.GetRequiredService<SkillInstallTools>().GetAITools();
        var approver = provider.GetRequiredService<ChatSkillApprover>();
        ToolApprovalRequestContent request = requests.Single();
        foreach (string line in approver.Describe(request) ?? [])
        {
            Console.WriteLine(line);
        }
        // end ask
        return tools.Count;
    }
}
