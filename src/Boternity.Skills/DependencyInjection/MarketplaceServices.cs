using System.IO.Abstractions;
using Boternity.Skills.Registries.Addresses;
using Boternity.Skills.Registries.Archives;
using Boternity.Skills.Registries.Directories;
using Boternity.Skills.Registries.GitHub;
using Boternity.Skills.Registries.Marketplaces;
using Boternity.Skills.Registries.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.DependencyInjection;

/// <summary>What a registry over a plugin marketplace reads with.</summary>
internal static class MarketplaceServices
{
    private const int FolderDepth = 12;

    public static void Add(IServiceCollection services, string name)
    {
        services.TryAddEnumerable(
            ServiceDescriptor
                .Singleton<IValidateOptions<PluginMarketplaceOptions>, PluginMarketplaceOptionsValidator>());
        RegistryRegistration.Add(services, name, provider => Create(provider, name));
    }

    private static PluginMarketplaceRegistry Create(IServiceProvider provider, string name)
    {
        PluginMarketplaceOptions options =
            provider.GetRequiredService<IOptionsMonitor<PluginMarketplaceOptions>>().Get(name);
        var time = provider.GetRequiredService<TimeProvider>();
        var logger = provider.GetRequiredService<ILogger<PluginMarketplaceRegistry>>();
        var repositories = new MarketplaceRepositories(
            name,
            CreateGitHub(provider, options),
            provider.GetRequiredService<AddressRegistries>().Web,
            CreateFolder(provider, options),
            options.RevalidateAfter,
            time);

        // The address is the host's choice, and is held to what pasted ones are held to.
        var client = new WebClient(
            options,
            provider.GetRequiredService<IHttpClientFactory>(),
            time,
            logger,
            AddressConnector.HttpClientName);
        return new PluginMarketplaceRegistry(
            options,
            repositories,
            new WebDocuments<Marketplace>(
                client,
                AddressServices.CreateDocumentCache(provider, name),
                name,
                options.RevalidateAfter,
                MarketplaceReader.MaxBytes,
                time,
                logger),
            logger);
    }

    private static GitHubSkillRegistry CreateGitHub(IServiceProvider provider, PluginMarketplaceOptions options) => new(
        new GitHubRegistryOptions
        {
            Name = options.Name,
            ApiBaseAddress = options.GitHubApiBaseAddress,
            Token = options.GitHubToken,
            RevalidateAfter = options.RevalidateAfter,
            MaxRetries = options.MaxRetries,
            MaxRateLimitWait = options.MaxRateLimitWait,
            Timeout = options.Timeout,
            MaxDownloadTime = options.MaxDownloadTime,
            MaxDownloadBytes = options.MaxDownloadBytes,
            MaxArchiveBytes = options.MaxArchiveBytes,
        },
        provider.GetRequiredService<IOptions<BoternitySkillsOptions>>().Value,
        provider.GetRequiredService<IHttpClientFactory>(),
        provider.GetRequiredService<ArchiveCache>(),
        provider.GetRequiredService<IFileSystem>(),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<GitHubSkillRegistry>>());

    private static FolderReader? CreateFolder(IServiceProvider provider, PluginMarketplaceOptions options)
    {
        if (!Path.IsPathFullyQualified(options.Place))
        {
            return null;
        }

        var fileSystem = provider.GetRequiredService<IFileSystem>();
        return new FolderReader(
            new DirectorySkillRegistry(
                new DirectoryRegistryOptions { Name = options.Name, Path = options.Place, MaxDepth = FolderDepth },
                provider.GetRequiredService<IOptions<BoternitySkillsOptions>>().Value.PackageLimits,
                fileSystem,
                provider.GetRequiredService<ILogger<DirectorySkillRegistry>>()),
            options.Place,
            fileSystem);
    }
}
