using Boternity.Skills.Registries.Addresses;
using Boternity.Skills.Registries.Archives;
using Boternity.Skills.Registries.Oci;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.DependencyInjection;

/// <summary>What every registry of OCI artefacts of a host shares.</summary>
internal static class OciRegistryServices
{
    public static void Add(IServiceCollection services) => services.TryAddEnumerable(
        ServiceDescriptor.Singleton<IValidateOptions<OciRegistryOptions>, OciRegistryOptionsValidator>());

    /// <summary>Creates a registry with the options of that name. It connects as pasted addresses do.</summary>
    public static ISkillRegistry Create(IServiceProvider provider, string name) => new OciSkillRegistry(
        provider.GetRequiredService<IOptionsMonitor<OciRegistryOptions>>().Get(name),
        provider
            .GetRequiredService<IOptions<SkillAddressOptions>>().Value.Allowed
            .HasFlag(SkillAddressKinds.Web),
        provider.GetRequiredService<IOptions<BoternitySkillsOptions>>().Value.PackageLimits,
        provider.GetRequiredService<IHttpClientFactory>(),
        AddressConnector.HttpClientName,
        provider.GetRequiredService<ArchiveCache>(),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<OciSkillRegistry>>());
}
