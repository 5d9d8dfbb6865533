using Boternity.Skills.Registries.GitHub;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.DependencyInjection;

/// <summary>The registry of a host that adds none of its own.</summary>
internal static class DefaultRegistry
{
    public static ISkillRegistry Create(IServiceProvider provider) => GitHubRegistryServices.Create(provider, new GitHubRegistryOptions());

    /// <summary>Takes the default away: the first registry that a host adds stands in its place.</summary>
    public static void Remove(IServiceCollection services)
    {
        for (int i = services.Count - 1; i >= 0; i--)
        {
            if (services[i] is { IsKeyedService: false } service
                && service.ServiceType == typeof(ISkillRegistry)
                && service.ImplementationFactory?.Method == ((Func<IServiceProvider, ISkillRegistry>)Create).Method)
            {
                services.RemoveAt(i);
            }
        }
    }
}
