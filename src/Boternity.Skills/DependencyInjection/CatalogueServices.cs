using Boternity.Skills.Registries.Archives;
using Boternity.Skills.Registries.ClawHub;
using Boternity.Skills.Registries.GitHub;
using Boternity.Skills.Registries.SkillsSh;
using Boternity.Skills.Registries.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.DependencyInjection;

/// <summary>Registries over catalogues that other servers keep: ClawHub and skills.sh.</summary>
internal static class CatalogueServices
{
    public static void AddClawHub(IServiceCollection services, string name)
    {
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<ClawHubRegistryOptions>, ClawHubRegistryOptionsValidator>());
        AddClient(services);
        RegistryRegistration.Add(services, name, provider =>
        {
            ClawHubRegistryOptions options =
                provider.GetRequiredService<IOptionsMonitor<ClawHubRegistryOptions>>().Get(name);
            return new ClawHubSkillRegistry(
                options,
                provider.GetRequiredService<IOptions<BoternitySkillsOptions>>().Value.PackageLimits,
                provider.GetRequiredService<IHttpClientFactory>(),
                provider.GetRequiredService<ArchiveCache>(),
                () => provider.GetKeyedService<ISkillRegistry>(options.GitHubRegistry),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<ClawHubSkillRegistry>>());
        });
    }

    public static void AddSkillsSh(IServiceCollection services, string name)
    {
        services.TryAddEnumerable(
            ServiceDescriptor
                .Singleton<IValidateOptions<SkillsShRegistryOptions>, SkillsShRegistryOptionsValidator>());
        AddClient(services);
        RegistryRegistration.Add(services, name, provider =>
        {
            SkillsShRegistryOptions options =
                provider.GetRequiredService<IOptionsMonitor<SkillsShRegistryOptions>>().Get(name);
            return new SkillsShRegistry(
                options,
                provider.GetKeyedService<ISkillRegistry>(options.GitHubRegistry),
                provider.GetRequiredService<IHttpClientFactory>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<SkillsShRegistry>>());
        });
    }

    // The registries follow redirects themselves, so that a token stays with its host; the default loggers would write
    // what they keep out of logs.
    private static void AddClient(IServiceCollection services) => services
        .AddHttpClient(WebClient.HttpClientName, static client => client.Timeout = Timeout.InfiniteTimeSpan)
        .RemoveAllLoggers()
        .ConfigurePrimaryHttpMessageHandler(GitHubSkillRegistry.CreateHandler);
}
