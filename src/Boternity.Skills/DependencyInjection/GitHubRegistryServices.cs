using System.IO.Abstractions;
using Boternity.Skills.Registries.Archives;
using Boternity.Skills.Registries.GitHub;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.DependencyInjection;

/// <summary>What every GitHub registry of a host shares.</summary>
internal static class GitHubRegistryServices
{
    public static void Add(IServiceCollection services)
    {
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<GitHubRegistryOptions>, GitHubRegistryOptionsValidator>());
        // The registry has its own timeouts; the default loggers would write what it keeps out of logs.
        services
            .AddHttpClient(
                GitHubSkillRegistry.HttpClientName, static client => client.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(GitHubSkillRegistry.CreateHandler);
    }

    /// <summary>Creates a registry with the options of that name.</summary>
    public static ISkillRegistry Create(IServiceProvider provider, string name) => new GitHubSkillRegistry(
        provider.GetRequiredService<IOptionsMonitor<GitHubRegistryOptions>>().Get(name),
        provider.GetRequiredService<IOptions<BoternitySkillsOptions>>().Value,
        provider.GetRequiredService<IHttpClientFactory>(),
        provider.GetRequiredService<ArchiveCache>(),
        provider.GetRequiredService<IFileSystem>(),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<GitHubSkillRegistry>>());
}
