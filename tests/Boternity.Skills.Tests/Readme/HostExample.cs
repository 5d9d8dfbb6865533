using Boternity.Skills;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Readme;

/// <summary>The README's host, compiled: <see cref="ReadmeTests"/> holds the text against it.</summary>
internal static class HostExample
{
    public static async Task RunAsync()
    {
        // begin
        var services = new ServiceCollection();
        services.AddBoternitySkills().AddDirectoryRegistry("local", Path.GetFullPath("skills"));
        await using ServiceProvider provider = services.BuildServiceProvider();

        var installer = provider.GetRequiredService<ISkillInstaller>();
        var executor = provider.GetRequiredService<ISkillExecutor>();
        try
        {
            InstalledSkill skill = await installer.InstallAsync(SkillReference.Parse("haiku-coach"));
            SkillExecutionResult result = await executor.ExecuteAsync(skill, "a haiku about rain");
            Console.WriteLine($"{result.Output} ({result.FuelConsumed} fuel, {result.Duration.TotalSeconds:N3} s)");
        }
        catch (SkillException error)
        {
            Console.Error.WriteLine($"{error.Code}: {error.Message}");
        }
        // end
    }
}
