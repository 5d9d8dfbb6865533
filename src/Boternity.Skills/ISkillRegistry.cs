namespace Boternity.Skills;

/// <summary>A place where skills can be found. Implementations are safe for concurrent use.</summary>
public interface ISkillRegistry
{
    /// <summary>
    /// Gets the name that references use, unique among a host's registries: no slash, <c>#</c> or <c>@</c>.
    /// </summary>
    string Name { get; }

    /// <summary>
    /// Whether its skills are files of the host's own machine, which the default trust policy takes for the host's
    /// own choice.
    /// </summary>
    /// <value>false, unless a registry says otherwise.</value>
    bool IsLocal => false;

    /// <summary>
    /// Every skill of the registry, as it is found. A skill that cannot be read is logged and left out.
    /// </summary>
    /// <exception cref="SkillRegistryException">The registry cannot be read.</exception>
    IAsyncEnumerable<DiscoveredSkill> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Skills that match a text, best first: the one whose name it is, then by what names, categories, descriptions and
    /// headings say of its words. <see cref="Search.SkillSearchIndex"/> does that for any list of skills.
    /// </summary>
    /// <param name="query">What to look for; compared without regard to case.</param>
    /// <param name="limit">The most results; at least 1.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="SkillRegistryException">The registry cannot be read.</exception>
    Task<IReadOnlyList<DiscoveredSkill>> SearchAsync(
        string query, int limit = 20, CancellationToken cancellationToken = default);

    /// <summary>
    /// The skills that answer a query, best match first, and of equal ones those first whose repository comes first in
    /// the registry's order; empty when there are none or the query is for another registry.
    /// </summary>
    /// <exception cref="Registries.SkillNotFoundException">What the query names, such as a repository, is not there;
    /// the message says what.</exception>
    /// <exception cref="Manifests.SkillManifestException">The skill that the query means is there, and its SKILL.md
    /// cannot be read.</exception>
    /// <exception cref="SkillRegistryException">The registry cannot be read.</exception>
    Task<IReadOnlyList<SkillMatch>> FindAsync(SkillQuery query, CancellationToken cancellationToken = default);

    /// <summary>
    /// The same, with word of how much has come of what has to be downloaded to find it. A registry that cannot tell
    /// need not implement it: it then finds without.
    /// </summary>
    /// <param name="query">What to look for.</param>
    /// <param name="progress">Is told now and then; not at all where nothing has to be downloaded.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <inheritdoc cref="FindAsync(SkillQuery, CancellationToken)"/>
    Task<IReadOnlyList<SkillMatch>> FindAsync(
        SkillQuery query, IProgress<SkillFetchProgress> progress, CancellationToken cancellationToken = default) =>
        FindAsync(query, cancellationToken);

    /// <summary>The whole folder of one skill, at the revision that the source names.</summary>
    /// <exception cref="SkillRegistryException">The registry cannot be read, or the skill is no longer
    /// there.</exception>
    /// <exception cref="Packaging.SkillPackageException">The folder breaks a path rule or a limit.</exception>
    /// <exception cref="Manifests.SkillManifestException">The SKILL.md cannot be read.</exception>
    Task<SkillPackage> FetchAsync(SkillSource source, CancellationToken cancellationToken = default);

    /// <summary>
    /// The whole folder of one skill, with word of how much of it has come. A registry that cannot tell need not
    /// implement it: it is then fetched without.
    /// </summary>
    /// <param name="source">The skill.</param>
    /// <param name="progress">Is told now and then, and once all has come.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <inheritdoc cref="FetchAsync(SkillSource, CancellationToken)"/>
    Task<SkillPackage> FetchAsync(
        SkillSource source, IProgress<SkillFetchProgress> progress, CancellationToken cancellationToken = default) =>
        FetchAsync(source, cancellationToken);
}
