using Boternity.Skills.Grants;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.QuickStart;

/// <summary>Installs one tool skill from a folder on disk and executes it: for trying a skill of one's own.</summary>
internal static class DirectoryTour
{
    public static async Task RunAsync(
        DirectoryInfo directory,
        string name,
        string input,
        DirectoryInfo? readable,
        CancellationToken cancellationToken)
    {
        SkillGrants grants = readable is null
            ? SkillGrants.None
            : new SkillGrants
            {
                Directories =
                [
                    new SkillDirectoryGrant
                    {
                        GuestPath = "/data",
                        HostPath = readable.FullName,
                        Access = SkillFileAccess.Read,
                    },
                ],
            };
        await using ServiceProvider provider = SampleHost.Create(
            skills => skills.AddDirectoryRegistry("directory", directory.FullName),
            new Dictionary<string, SkillGrants> { [name] = grants });

        Output.Step($"Install {name} from {directory.FullName}");
        var options = new SkillInstallOptions { Conflict = SkillConflictPolicy.Replace };
        InstalledSkill skill = await provider.GetRequiredService<ISkillInstaller>()
            .InstallAsync(SkillReference.Parse($"directory/{name}"), options, Output.Steps, cancellationToken);
        Output.Installed(skill);

        Output.Step("Execute it");
        SkillExecutionResult result = await provider.GetRequiredService<ISkillExecutor>()
            .ExecuteAsync(skill, input, cancellationToken: cancellationToken);
        Output.Result(result);
    }
}
