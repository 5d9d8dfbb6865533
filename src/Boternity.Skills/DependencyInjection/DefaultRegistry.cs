using Boternity.Skills.Registries.GitHub;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Boternity.Skills.DependencyInjection;

/// <summary>
/// The registry of a host that adds none of its own. It knows its own registration, so that it can be withdrawn.
/// </summary>
internal sealed class DefaultRegistry
{
    private const string Name = "github";

    private readonly ServiceDescriptor _registration = ServiceDescriptor.Singleton<ISkillRegistry>(
        static provider => GitHubRegistryServices.Create(provider, Name));

    public static void Add(IServiceCollection services)
    {
        var registry = new DefaultRegistry();
        services.AddOptions<GitHubRegistryOptions>(Name).Configure(static options => options.Name = Name);
        services.TryAdd(registry._registration);
        services.TryAddSingleton(registry);
    }

    /// <summary>Withdraws the default: the first registry that a host adds takes its place.</summary>
    public static void Remove(IServiceCollection services)
    {
        if (services.FirstOrDefault(service => service.ServiceType == typeof(DefaultRegistry)) is { } found
            && found.ImplementationInstance is DefaultRegistry registry)
        {
            services.Remove(registry._registration);
        }
    }
}
