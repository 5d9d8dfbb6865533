using Boternity.Skills.Capabilities;
using Boternity.Skills.Capabilities.Http;
using Boternity.Skills.Capabilities.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.DependencyInjection;

/// <summary>Registers the host's side of executions.</summary>
internal static class SkillHostServices
{
    public static void Add(IServiceCollection services)
    {
        services.AddOptions<SkillHostOptions>().ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<SkillHostOptions>, SkillHostOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ISkillMemory, NullSkillMemory>();
        services.TryAddSingleton<ISecretProvider, NullSecretProvider>();
        services.TryAddSingleton<IHostResolver, SystemHostResolver>();
        services.TryAddSingleton<SkillHostFactory>();
        foreach (AddressScope scope in SkillHttpClients.Scopes)
        {
            // The default loggers write URLs, and a skill's URL may hold a secret.
            services
                .AddHttpClient(
                    SkillHttpClients.NameOf(scope), static client => client.Timeout = Timeout.InfiniteTimeSpan)
                .RemoveAllLoggers()
                .ConfigurePrimaryHttpMessageHandler(provider => CheckedConnector.CreateHandler(
                    scope,
                    provider.GetRequiredService<IHostResolver>(),
                    provider.GetRequiredService<IOptions<SkillHostOptions>>().Value,
                    provider.GetRequiredService<ILogger<SkillHostFactory>>()));
        }
    }
}
