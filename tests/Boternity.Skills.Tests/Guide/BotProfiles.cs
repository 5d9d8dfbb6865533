using Boternity.Skills.Profiles;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Guide;

/// <summary>The code of docs/guide/profiles.md.</summary>
internal static class BotProfiles
{
    public static ServiceProvider CreateServices(string folder, string home)
    {
        var services = new ServiceCollection();
        // begin services
        services.AddBoternitySkills(options => options.StorePath = Path.Combine(home, "store"))
            .AddDirectoryRegistry("local", folder)
            .AddProfile("support-bot", options =>
            {
                options.BotName = "Support";
                options.Limits = new SkillProfileLimits { Timeout = TimeSpan.FromSeconds(5) };
                options.Skills.Add(new SkillProfileEntry { SkillId = "word-count", Version = "^1.0" });
            })
            .AddProfileFile("sales-bot", Path.Combine(home, "sales-bot.json"));
        // end services
        return services.BuildServiceProvider();
    }

    public static async Task<string> RunAsync(IServiceProvider provider)
    {
        // begin bot
        SkillProfileServices bot = provider.GetRequiredService<ISkillProfiles>().Get("support-bot");
        SkillInventory inventory = await bot.Store.ListAsync();
        foreach (DamagedSkill missing in inventory.Damaged)
        {
            Console.Error.WriteLine(missing.Error.Message); // not installed, or not what the profile pins
        }

        SkillExecutionResult result = await bot.Executor.ExecuteAsync("word-count", "the quick brown fox");
        // end bot
        return result.Output;
    }
}
