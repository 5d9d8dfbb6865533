using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.QuickStart;

/// <summary>Installs one tool skill from a folder on disk and executes it: for trying a skill of one's own.</summary>
internal static class DirectoryTour
{
    public static async Task RunAsync(
        DirectoryInfo directory, string name, string input, DirectoryInfo? readable, CancellationToken cancellationToken)
    {
        await using ServiceProvider provider = SampleHost.Create(skills => skills.AddDirectoryRegistry("directory", directory.FullName));

        Output.Step($"Install {name} from {directory.FullName}");
        var options = new SkillInstallOptions { Conflict = SkillConflictPolicy.Replace };
        InstalledSkill skill = await provider.GetRequiredService<ISkillInstaller>()
            .InstallAsync(SkillReference.Parse($"directory/{name}"), options, Output.Steps, cancellationToken);
        Output.Installed(skill);

        Output.Step("Execute it");
        SkillGrants grants = readable is null
            ? SkillGrants.None
            : new SkillGrants
            {
                Directories = [new SkillDirectoryGrant { GuestPath = "/data", HostPath = readable.FullName, Access = SkillFileAccess.Read }],
            };
        SkillExecutionResult result = await provider.GetRequiredService<ISkillExecutor>()
            .ExecuteAsync(skill, input, new SkillExecutionOptions { Grants = grants }, cancellationToken);
        Output.Result(result);
    }
}
