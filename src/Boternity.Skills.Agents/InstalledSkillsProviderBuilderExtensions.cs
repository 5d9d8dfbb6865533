using Boternity.Skills;
using Boternity.Skills.Agents;
using Boternity.Skills.Profiles;
using Boternity.Skills.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Agents.AI;

/// <summary>Brings installed skills to the framework's provider of skills.</summary>
public static class InstalledSkillsProviderBuilderExtensions
{
    /// <summary>
    /// Adds the skills of the host's store. The builder's own cache is turned off, because it would never see a skill
    /// that is installed or removed later; this source has a cache that the store's change token ends.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="services">The host's services, with <c>AddBoternitySkills</c>.</param>
    /// <param name="options">Which skills, and how they are executed; null for the defaults.</param>
    /// <returns>The builder.</returns>
    public static AgentSkillsProviderBuilder UseInstalledSkills(
        this AgentSkillsProviderBuilder builder, IServiceProvider services, InstalledSkillsOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(services);
        return builder
            .UseSource(new InstalledSkillsSource(
                services.GetRequiredService<ISkillStore>(),
                services.GetRequiredService<ISkillExecutor>(),
                services.GetService<ISkillStoreChanges>(),
                options))
            .DisableCaching();
    }

    /// <summary>Adds the skills that a bot's profile enables; the rest is as with those of the whole store.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="services">The host's services, with <c>AddBoternitySkills</c> and <c>AddProfile</c>.</param>
    /// <param name="profile">The profile's name.</param>
    /// <param name="options">Which of the skills, and how they are executed; null for the defaults.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="SkillProfileException">No profile of that name was added.</exception>
    public static AgentSkillsProviderBuilder UseInstalledSkills(
        this AgentSkillsProviderBuilder builder,
        IServiceProvider services,
        string profile,
        InstalledSkillsOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(profile);
        return builder.UseInstalledSkills(
            services, services.GetRequiredService<ISkillProfiles>().Get(profile), options);
    }

    /// <summary>Adds the skills of a bot that the host opened itself (<see cref="ISkillProfiles.Open"/>).</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="services">The host's services, with <c>AddBoternitySkills</c>.</param>
    /// <param name="profile">What the bot has of them.</param>
    /// <param name="options">Which of the skills, and how they are executed; null for the defaults.</param>
    /// <returns>The builder.</returns>
    public static AgentSkillsProviderBuilder UseInstalledSkills(
        this AgentSkillsProviderBuilder builder,
        IServiceProvider services,
        SkillProfileServices profile,
        InstalledSkillsOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(profile);
        return builder
            .UseSource(new InstalledSkillsSource(
                profile.Store, profile.Executor, services.GetService<ISkillStoreChanges>(), options))
            .DisableCaching();
    }

    /// <summary>
    /// Runs scripts of skills that the framework reads from folders itself (<c>UseFileSkill</c>) in the sandbox.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="sandbox">The sandbox, which must live as long as the provider.</param>
    /// <returns>The builder.</returns>
    public static AgentSkillsProviderBuilder UseFileScriptRunner(
        this AgentSkillsProviderBuilder builder, FileSkillSandbox sandbox)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(sandbox);
        return builder.UseFileScriptRunner(sandbox.RunAsync);
    }

    /// <summary>
    /// Builds a provider whose functions strict model APIs accept: the framework's <c>run_skill_script</c> has a
    /// parameter without a type, which gets those that a script's arguments can have.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The provider, for <c>ChatClientAgentOptions.AIContextProviders</c>.</returns>
    public static AIContextProvider BuildWithTypedArguments(this AgentSkillsProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return new TypedArgumentsProvider(builder.Build());
    }
}
