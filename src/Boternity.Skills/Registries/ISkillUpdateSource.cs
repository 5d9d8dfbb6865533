namespace Boternity.Skills.Registries;

/// <summary>A registry that can tell whether skills have changed without fetching them.</summary>
public interface ISkillUpdateSource
{
    /// <summary>Checks installed skills for updates, in their order; those of other registries are left out.</summary>
    /// <param name="installed">The sources that were recorded at install.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    /// <exception cref="SkillRegistryException">The registry cannot be read. A cache never answers here.</exception>
    Task<IReadOnlyList<SkillUpdate>> CheckAsync(
        IReadOnlyList<SkillSource> installed, CancellationToken cancellationToken = default);
}
