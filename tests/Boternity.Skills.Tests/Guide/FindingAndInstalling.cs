using Boternity.Skills.Locking;
using Boternity.Skills.Registries.Addresses;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Guide;

/// <summary>The code of docs/guide/finding-and-installing.md.</summary>
internal static class FindingAndInstalling
{
    public static void ConfigureAddresses(IBoternitySkillsBuilder builder, string token)
    {
        // begin addresses
        builder.ConfigureAddresses(options =>
        {
            options.Hosts["git.example.com"] = GitHostKind.Gitea;
            options.Tokens["git.example.com"] = token;
            options.PrivateHosts.Add("git.example.com");
        });
        // end addresses
    }

    public static void AddSites(IBoternitySkillsBuilder builder, string token)
    {
        // begin site
        builder.AddWellKnownRegistry("example.com");
        builder.AddWellKnownRegistry("handbook", options =>
        {
            options.Site = new Uri("https://intranet.example.com/handbook/");
            options.Token = token;
        });
        // end site
    }

    public static void AddMarketplaces(IBoternitySkillsBuilder builder)
    {
        // begin marketplace
        builder.AddPluginMarketplace("claude", "anthropics/claude-plugins-official");
        builder.AddPluginMarketplace("team", options =>
        {
            options.Place = "https://gitlab.example.com/tools/plugins#stable";
            options.MaxRemoteRepositories = 50;
        });
        // end marketplace
    }

    public static void UseProject(ServiceCollection services, string directory)
    {
        // begin project
        SkillProject? project = SkillProject.Find(directory);
        services.AddBoternitySkills(options => options.StorePath = project?.StorePath ?? options.StorePath);
        // end project
    }

    public static async Task ImportAsync(ISkillLockImporter importer)
    {
        // begin import
        SkillImportResult result = await importer.ImportAsync("skills-lock.json");
        foreach (SkillImport one in result.Installed.Where(one => one.Content == SkillImportContent.Different))
        {
            Console.Error.WriteLine($"{one.Name} is not what the file recorded.");
        }
        // end import
    }

    public static async Task<SkillBatchResult> InstallSeveralAsync(ISkillInstaller installer)
    {
        // begin several
        SkillReference[] references = [SkillReference.Parse("js-tour"), SkillReference.Parse("no-such-skill")];
        SkillBatchResult result = await installer.InstallAsync(references);
        foreach (SkillFailure failure in result.Failed)
        {
            Console.Error.WriteLine($"{failure.Skill}: {failure.Error.Message}");
        }

        // end several
        return result;
    }
}
