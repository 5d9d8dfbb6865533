using Boternity.Skills;
using Boternity.Skills.Extensions.AI;
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
}
