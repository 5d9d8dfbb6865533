using Boternity.Skills.Capabilities;
using Boternity.Skills.Registries.Directories;
using Boternity.Skills.Registries.GitHub;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Boternity.Skills.Tests.Guide;

/// <summary>The code of docs/guide/pipeline.md.</summary>
internal static class Pipeline
{
    public static void AddSkills(IHostApplicationBuilder builder)
    {
        // begin configuration
        builder.Services.AddBoternitySkills().AddGitHubRegistry("github").AddDirectoryRegistry("local");
        builder.Services.Configure<GitHubRegistryOptions>("github", builder.Configuration.GetSection("Skills:GitHub"));
        builder.Services.Configure<DirectoryRegistryOptions>("local", builder.Configuration.GetSection("Skills:Local"));
        builder.Services.Configure<SkillHostOptions>(builder.Configuration.GetSection("Skills:Host"));
        // end configuration
    }
}
