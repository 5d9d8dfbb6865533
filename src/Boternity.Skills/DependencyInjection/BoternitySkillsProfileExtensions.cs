using Boternity.Skills;
using Boternity.Skills.Profiles;
using Boternity.Skills.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds bots, each with the skills of its profile.</summary>
public static class BoternitySkillsProfileExtensions
{
    /// <summary>
    /// Adds a bot's profile. Its settings are the <see cref="SkillProfileOptions"/> of its name, which can be bound
    /// from configuration too; they are validated when the host starts. Under that name there are then keyed services:
    /// <see cref="SkillProfileServices"/>, and what it holds: <see cref="ISkillStore"/>, <see cref="ISkillGrantStore"/>
    /// and <see cref="ISkillExecutor"/>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The profile's name, and the name of its options.</param>
    /// <param name="configure">Changes the settings; null where they are configured elsewhere.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The name cannot be a profile's, or another profile has it.</exception>
    public static IBoternitySkillsBuilder AddProfile(
        this IBoternitySkillsBuilder builder, string name, Action<SkillProfileOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        IServiceCollection services = builder.Services;
        if (ProfileRules.FindNameProblem(name) is { } problem)
        {
            throw new ArgumentException($"'{name}' cannot be a profile: {problem}.", nameof(name));
        }

        if (services.Any(service => service.ServiceType == typeof(ProfileName)
            && service.ImplementationInstance is ProfileName other
            && string.Equals(other.Name, name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new ArgumentException($"A profile with the name '{name}' was added already.", nameof(name));
        }

        OptionsBuilder<SkillProfileOptions> options = services
            .AddOptions<SkillProfileOptions>(name)
            .ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<SkillProfileOptions>, SkillProfileOptionsValidator>());
        services.AddSingleton(new ProfileName(name));
        services.AddKeyedSingleton(name, (provider, _) => provider.GetRequiredService<ISkillProfiles>().Get(name));
        services.AddKeyedSingleton(name, (provider, _) => Of(provider, name).Store);
        services.AddKeyedSingleton(name, (provider, _) => Of(provider, name).Grants);
        services.AddKeyedSingleton(name, (provider, _) => Of(provider, name).Executor);
        return builder;
    }

    /// <summary>Adds a bot's profile under its own name.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="profile">The profile; it is validated when the host starts.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The name cannot be a profile's, or another profile has it.</exception>
    public static IBoternitySkillsBuilder AddProfile(this IBoternitySkillsBuilder builder, SkillProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return builder.AddProfile(profile.Name, options =>
        {
            options.BotName = profile.BotName;
            options.Limits = profile.Limits;
            options.AllowWiderLimits = profile.AllowWiderLimits;
            foreach (SkillProfileEntry entry in profile.Skills)
            {
                options.Skills.Add(entry);
            }
        });
    }

    /// <summary>Adds a bot's profile that a file holds (<see cref="SkillProfile.ReadFile"/>).</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The profile's name, as the file has it.</param>
    /// <param name="path">The file, absolute; it is read when the host starts.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The name cannot be a profile's, or another profile has it.</exception>
    public static IBoternitySkillsBuilder AddProfileFile(
        this IBoternitySkillsBuilder builder, string name, string path) =>
        builder.AddProfile(name, options => options.FilePath = path);

    private static SkillProfileServices Of(IServiceProvider provider, string name) =>
        provider.GetRequiredService<ISkillProfiles>().Get(name);
}
