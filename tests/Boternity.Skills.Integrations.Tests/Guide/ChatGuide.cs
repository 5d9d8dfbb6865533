using Boternity.Skills.Extensions.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Integrations.Tests.Guide;

/// <summary>The code of docs/guide/agents.md for any chat client.</summary>
internal static class ChatGuide
{
    public static ServiceProvider CreateHost(string home, string folder)
    {
        // begin services
        var services = new ServiceCollection();
        services.AddBoternitySkills(options => options.StorePath = Path.Combine(home, "store"))
            .AddDirectoryRegistry("local", folder)
            .AddAITools(new SkillFunctionOptions { ApprovalTiers = [SkillTrustTier.Untrusted] });
        ServiceProvider provider = services.BuildServiceProvider();
        // end services
        return provider;
    }

    public static async Task<string> AskAsync(ServiceProvider provider, IChatClient model, string question)
    {
        // begin tools
        var skills = provider.GetRequiredService<SkillTools>();
        using IChatClient chat = model.AsBuilder().UseFunctionInvocation().Build();
        var options = new ChatOptions { Tools = [.. await skills.GetAIToolsAsync()] };
        ChatResponse answer = await chat.GetResponseAsync(question, options);
        // end tools
        return answer.Text;
    }

    public static async Task<string> DiscloseAsync(ServiceProvider provider, IChatClient chat, string question)
    {
        var skills = provider.GetRequiredService<SkillTools>();
        // begin disclosure
        var options = new ChatOptions
        {
            Instructions = await skills.GetCatalogueAsync(),
            Tools = [.. skills.GetDisclosureTools()],
        };
        ChatResponse answer = await chat.GetResponseAsync(question, options);
        // end disclosure
        return answer.Text;
    }

    // begin caller
    public static SkillFunctionOptions ForUser(string userId) => new()
    {
        CreateExecutionOptions = (skill, arguments) => new SkillExecutionOptions
        {
            Caller = new SkillCaller { UserId = userId },
        },
    };
    // end caller
}
