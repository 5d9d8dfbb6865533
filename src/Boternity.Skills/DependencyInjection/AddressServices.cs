using System.IO.Abstractions;
using Boternity.Skills.Registries.Addresses;
using Boternity.Skills.Registries.Archives;
using Boternity.Skills.Registries.Directories;
using Boternity.Skills.Registries.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.DependencyInjection;

/// <summary>What reads pasted addresses and paths, and keeps archives.</summary>
internal static class AddressServices
{
    public static void Add(IServiceCollection services)
    {
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<SkillAddressOptions>, SkillAddressOptionsValidator>());
        services.AddOptions<SkillAddressOptions>().ValidateOnStart();
        services.TryAddSingleton(static provider =>
        {
            BoternitySkillsOptions options = provider.GetRequiredService<IOptions<BoternitySkillsOptions>>().Value;
            return new ArchiveCache(
                provider.GetRequiredService<IFileSystem>(),
                options.CachePath,
                options.MaxCachedArchiveBytes,
                provider.GetRequiredService<ILogger<ArchiveCache>>());
        });
        services
            .AddHttpClient(
                AddressConnector.HttpClientName, static client => client.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(static provider => AddressConnector.CreateHandler(
                provider.GetRequiredService<IOptions<SkillAddressOptions>>().Value.PrivateHosts.Contains));
        services.TryAddSingleton(static provider =>
        {
            SkillAddressOptions options = provider.GetRequiredService<IOptions<SkillAddressOptions>>().Value;
            SkillPackageLimits limits =
                provider.GetRequiredService<IOptions<BoternitySkillsOptions>>().Value.PackageLimits;
            return new AddressRegistries(
                options,
                new AddressRegistry(
                    options,
                    limits,
                    provider.GetRequiredService<IHttpClientFactory>(),
                    provider.GetRequiredService<ArchiveCache>(),
                    CreateDocumentCache(provider, SkillAddress.WebRegistry),
                    provider.GetRequiredService<TimeProvider>(),
                    provider.GetRequiredService<ILogger<AddressRegistry>>()),
                new PathRegistry(
                    limits,
                    provider.GetRequiredService<IFileSystem>(),
                    provider.GetRequiredService<ILogger<DirectorySkillRegistry>>()));
        });
    }
    /// <summary>What keeps the documents of a registry.</summary>
    public static WebDocumentCache CreateDocumentCache(IServiceProvider provider, string registry) => new(
        provider.GetRequiredService<IFileSystem>(),
        provider.GetRequiredService<IOptions<BoternitySkillsOptions>>().Value.CachePath,
        registry,
        provider.GetRequiredService<ILogger<WebDocumentCache>>());
}
