using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Boternity.Skills.QuickStart;

/// <summary>Installs one skill from a GitHub repository. A token in <c>GITHUB_TOKEN</c> lifts the rate limit.</summary>
internal static class GitHubTour
{
    public static async Task RunAsync(string repository, string name, CancellationToken cancellationToken)
    {
        await using ServiceProvider provider = SampleHost.Create(
            skills => skills.AddGitHubRegistry(configure: options =>
            {
                options.Repositories.Add(repository);
                options.Token = Environment.GetEnvironmentVariable("GITHUB_TOKEN");
            }));
        var installer = provider.GetRequiredService<ISkillInstaller>();

        Output.Step($"Install {name} from {repository}");
        InstalledSkill skill = await AnsiConsole.Progress().StartAsync(async context =>
        {
            ProgressTask bar = context.AddTask("Resolving", maxValue: (int)SkillInstallStep.Installed);
            return await installer.InstallAsync(
                SkillReference.Parse($"{repository}@{name}"),
                progress: new BarProgress(bar),
                cancellationToken: cancellationToken);
        });
        Output.Installed(skill);

        if (skill.Type == SkillType.Tool)
        {
            Output.Step("Execute it");
            Output.Result(
                await provider.GetRequiredService<ISkillExecutor>().ExecuteAsync(
                    skill, "", cancellationToken: cancellationToken));
        }
        else
        {
            Output.Text(
                "What a model would read",
                await provider.GetRequiredService<ISkillStore>().ReadBodyAsync(skill, cancellationToken));
        }
    }

    private sealed class BarProgress(ProgressTask bar) : IProgress<SkillInstallProgress>
    {
        public void Report(SkillInstallProgress value)
        {
            bar.Description = value.Step.ToString();
            bar.Value = (int)value.Step;
        }
    }
}
