using Boternity.Skills.Registries.Addresses;
using Boternity.Skills.Registries.Archives;
using Boternity.Skills.Registries.Web;
using Boternity.Skills.Registries.WellKnown;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.DependencyInjection;

/// <summary>What a registry over a site needs: a client of its own, which may reach that site wherever it is.</summary>
internal static class WellKnownServices
{
    public static void Add(IServiceCollection services, string name)
    {
        services.TryAddEnumerable(
            ServiceDescriptor
                .Singleton<IValidateOptions<WellKnownRegistryOptions>, WellKnownRegistryOptionsValidator>());
        services
            .AddHttpClient(ClientName(name), static client => client.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(provider => CreateHandler(provider, name));
        RegistryRegistration.Add(services, name, provider => Create(provider, name));
    }

    private static WellKnownSkillRegistry Create(IServiceProvider provider, string name)
    {
        WellKnownRegistryOptions options = OptionsOf(provider, name);
        var time = provider.GetRequiredService<TimeProvider>();
        var logger = provider.GetRequiredService<ILogger<WellKnownSkillRegistry>>();
        return new WellKnownSkillRegistry(
            options,
            new WellKnownSites(
                new WebClient(
                    options, provider.GetRequiredService<IHttpClientFactory>(), time, logger, ClientName(name)),
                AddressServices.CreateDocumentCache(provider, name),
                provider.GetRequiredService<ArchiveCache>(),
                provider.GetRequiredService<IOptions<BoternitySkillsOptions>>().Value.PackageLimits,
                options,
                options.RevalidateAfter,
                time,
                logger));
    }

    // What the site's index names elsewhere must be at a public address, as what a person pastes.
    private static HttpMessageHandler CreateHandler(IServiceProvider provider, string name)
    {
        string site = OptionsOf(provider, name).SiteAddress.Host;
        ISet<string> named = provider.GetRequiredService<IOptions<SkillAddressOptions>>().Value.PrivateHosts;
        return AddressConnector.CreateHandler(
            host => string.Equals(host, site.Trim('[', ']'), StringComparison.OrdinalIgnoreCase)
                || named.Contains(host));
    }

    private static WellKnownRegistryOptions OptionsOf(IServiceProvider provider, string name) =>
        provider.GetRequiredService<IOptionsMonitor<WellKnownRegistryOptions>>().Get(name);

    private static string ClientName(string name) => $"Boternity.Skills.WellKnown.{name}";
}
