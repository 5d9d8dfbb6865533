using Boternity.Skills.Extensions.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

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
}
