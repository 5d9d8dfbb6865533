using System.Diagnostics.CodeAnalysis;
using Boternity.Skills.Registries;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.DependencyInjection;

/// <summary>Registers a registry under its name: keyed for who wants this one, and among all of them.</summary>
internal static class RegistryRegistration
{
    /// <exception cref="ArgumentException">The name cannot be a registry's, or another registry has it.</exception>
    public static void Add(IServiceCollection services, string name, Func<IServiceProvider, ISkillRegistry> create)
    {
        DefaultRegistry.Remove(services);
        services.AddKeyedSingleton(name, (provider, _) => create(provider));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<ISkillRegistry>(name));
    }

    /// <summary>Options of the registry's name, validated when the host starts.</summary>
    /// <exception cref="ArgumentException">The name cannot be a registry's, or another registry has it.</exception>
    public static void AddOptions<[DynamicallyAccessedMembers(
        DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        IServiceCollection services, string name, Action<TOptions> setName, Action<TOptions>? configure)
        where TOptions : class
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (RegistryNames.FindProblem(name) is { } problem)
        {
            throw new ArgumentException($"A registry's name {problem}.", nameof(name));
        }

        if (services.Any(service => service.IsKeyedService
            && service.ServiceType == typeof(ISkillRegistry)
            && service.ServiceKey is string other
            && string.Equals(other, name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new ArgumentException($"A registry with the name '{name}' is registered already.", nameof(name));
        }

        var options = services.AddOptions<TOptions>(name).Configure(setName).ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }
    }
}
