using Boternity.Skills;
using Boternity.Skills.Approval;
using Boternity.Skills.Extensions.AI;
using Boternity.Skills.Grants;
using Boternity.Skills.Profiles;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what models get of installed skills.</summary>
public static class SkillToolsBuilderExtensions
{
    /// <summary>Registers <see cref="SkillTools"/> over the host's store and executor, a singleton.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Names, approval, execution; null for the defaults.</param>
    /// <returns>The builder.</returns>
    public static IBoternitySkillsBuilder AddAITools(
        this IBoternitySkillsBuilder builder, SkillFunctionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(provider => new SkillTools(
            provider.GetRequiredService<ISkillStore>(), provider.GetRequiredService<ISkillExecutor>(), options));
        return builder;
    }

    /// <summary>
    /// Registers the <see cref="SkillTools"/> of a bot: a keyed singleton under the name of its profile, with the
    /// skills that this enables.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="profile">The name of a profile that is added (<c>AddProfile</c>).</param>
    /// <param name="options">Names, approval, execution; null for the defaults.</param>
    /// <returns>The builder.</returns>
    public static IBoternitySkillsBuilder AddAITools(
        this IBoternitySkillsBuilder builder, string profile, SkillFunctionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(profile);
        builder.Services.TryAddKeyedSingleton(profile, (provider, _) =>
        {
            SkillProfileServices bot = provider.GetRequiredService<ISkillProfiles>().Get(profile);
            return new SkillTools(bot.Store, bot.Executor, options);
        });
        return builder;
    }

    /// <summary>
    /// Asks the person in the chat before a skill is installed (<see cref="ChatSkillApprover"/>), and registers
    /// <see cref="SkillInstallTools"/>, with which a model finds skills and asks for them.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="proposeGrants">What a skill would be granted, which the person is shown; null for nothing.</param>
    /// <returns>The builder.</returns>
    public static IBoternitySkillsBuilder UseChatApprover(
        this IBoternitySkillsBuilder builder, Func<SkillApprovalRequest, SkillGrants>? proposeGrants = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var approver = new ChatSkillApprover(proposeGrants);
        builder.UseApprover(approver);
        builder.Services.TryAddSingleton(approver);
        builder.Services.TryAddSingleton<SkillInstallTools>();
        return builder;
    }
}
