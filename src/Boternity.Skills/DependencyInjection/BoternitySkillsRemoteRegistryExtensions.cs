using Boternity.Skills;
using Boternity.Skills.DependencyInjection;
using Boternity.Skills.Registries.ClawHub;
using Boternity.Skills.Registries.Oci;
using Boternity.Skills.Registries.SkillsSh;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds registries that other servers keep.</summary>
public static class BoternitySkillsRemoteRegistryExtensions
{
    /// <summary>
    /// Adds a registry of skills that are artefacts in OCI registries, and takes references such as
    /// <c>oci://host/repository:tag</c>. Its settings are the <see cref="OciRegistryOptions"/> of its name, which can
    /// be bound from configuration too; they are validated when the host starts.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The registry's name, as references use it, and the name of its options. Of several, the one
    /// that is added first answers for addresses.</param>
    /// <param name="configure">Changes the settings; null where they are configured elsewhere, or the
    /// defaults do.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The name cannot be a registry's, or another registry has it.</exception>
    public static IBoternitySkillsBuilder AddOciRegistry(
        this IBoternitySkillsBuilder builder, string name = "oci", Action<OciRegistryOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        RegistryRegistration.AddOptions(builder.Services, name, options => options.Name = name, configure);
        OciRegistryServices.Add(builder.Services);
        RegistryRegistration.Add(builder.Services, name, provider => OciRegistryServices.Create(provider, name));
        return builder;
    }

    /// <summary>
    /// Adds ClawHub as a registry, and takes references such as <c>clawhub:name@version</c>. What it calls malware is
    /// refused, and what it calls suspicious too, unless the settings say otherwise. Its settings are the <see
    /// cref="ClawHubRegistryOptions"/> of its name, which can be bound from configuration too; they are validated when
    /// the host starts.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The registry's name, as references use it, and the name of its options.</param>
    /// <param name="configure">Changes the settings; null where they are configured elsewhere, or the
    /// defaults do.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The name cannot be a registry's, or another registry has it.</exception>
    public static IBoternitySkillsBuilder AddClawHub(
        this IBoternitySkillsBuilder builder, string name = "clawhub", Action<ClawHubRegistryOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        RegistryRegistration.AddOptions(builder.Services, name, options => options.Name = name, configure);
        CatalogueServices.AddClawHub(builder.Services, name);
        return builder;
    }

    /// <summary>
    /// Adds the search of skills.sh as a registry, and takes references such as <c>skills.sh:owner/repo/name</c>. What
    /// it finds is installed by the registry over GitHub, which has to be added too (<c>AddGitHubRegistry</c>). Its
    /// settings are the <see cref="SkillsShRegistryOptions"/> of its name, which can be bound from configuration too;
    /// they are validated when the host starts.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The registry's name, as references use it, and the name of its options.</param>
    /// <param name="configure">Changes the settings; null where they are configured elsewhere, or the
    /// defaults do.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The name cannot be a registry's, or another registry has it.</exception>
    public static IBoternitySkillsBuilder AddSkillsSh(
        this IBoternitySkillsBuilder builder,
        string name = "skills.sh",
        Action<SkillsShRegistryOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        RegistryRegistration.AddOptions(builder.Services, name, options => options.Name = name, configure);
        CatalogueServices.AddSkillsSh(builder.Services, name);
        return builder;
    }
}
