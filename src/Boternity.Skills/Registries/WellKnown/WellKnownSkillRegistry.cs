using System.Runtime.CompilerServices;
using Boternity.Skills.Registries.Web;

namespace Boternity.Skills.Registries.WellKnown;

/// <summary>
/// The skills that a site publishes below <c>/.well-known/agent-skills/</c>. A skill's path is its name in the index,
/// and its commit the SHA-256 of its artifact. Listing and searching take the index alone.
/// </summary>
internal sealed class WellKnownSkillRegistry(WellKnownRegistryOptions options, WellKnownSites sites)
    : ISkillRegistry, ISkillUpdateSource
{
    private readonly RegistrySearch _search = new();

    /// <inheritdoc/>
    public string Name => options.Name;

    /// <inheritdoc/>
    public async IAsyncEnumerable<DiscoveredSkill> ListAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        WebDocument<WellKnownIndex> index = await GetIndexAsync(cancellationToken).ConfigureAwait(false);
        foreach (DiscoveredSkill skill in WellKnownSites.SkillsOf(index))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return skill;
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DiscoveredSkill>> SearchAsync(
        string query, int limit = 20, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        WebDocument<WellKnownIndex> index = await GetIndexAsync(cancellationToken).ConfigureAwait(false);
        return _search.Search(WellKnownSites.SkillsOf(index), query, limit);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SkillMatch>> FindAsync(
        SkillQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return (query.Registry is not null && !string.Equals(query.Registry, Name, StringComparison.OrdinalIgnoreCase))
            || query.Repository is not null
                ? []
                : WellKnownSites.Find(await GetIndexAsync(cancellationToken).ConfigureAwait(false), query);
    }

    /// <inheritdoc/>
    public Task<SkillPackage> FetchAsync(SkillSource source, CancellationToken cancellationToken = default) =>
        FetchCoreAsync(source, null, cancellationToken);

    /// <inheritdoc/>
    public Task<SkillPackage> FetchAsync(
        SkillSource source, IProgress<SkillFetchProgress> progress, CancellationToken cancellationToken = default) =>
        FetchCoreAsync(source, progress, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>An index of version 0.1 has no digests; what came from one is left out.</remarks>
    public async Task<IReadOnlyList<SkillUpdate>> CheckAsync(
        IReadOnlyList<SkillSource> installed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(installed);
        WebDocument<WellKnownIndex> index = await GetIndexAsync(cancellationToken).ConfigureAwait(false);
        if (index.IsStale)
        {
            throw new SkillRegistryException(
                SkillErrorCodes.RegistryUnavailable,
                Name,
                $"{options.SiteAddress.Authority} cannot be reached, and its cached index tells nothing of updates.");
        }

        return
        [
            .. WellKnownSites.Compare(
                index.Value,
                installed.Where(source => string.Equals(source.Registry, Name, StringComparison.OrdinalIgnoreCase))),
        ];
    }

    private Task<SkillPackage> FetchCoreAsync(
        SkillSource source, IProgress<SkillFetchProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        return sites.FetchAsync(options.SiteAddress, options.Token, source, progress, cancellationToken);
    }

    private async Task<WebDocument<WellKnownIndex>> GetIndexAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await sites
                .GetIndexAsync(
                    options.SiteAddress,
                    options.Token,
                    new SkillSource { Registry = Name, Path = "" },
                    cancellationToken)
                .ConfigureAwait(false);
        }
        catch (SkillNotFoundException e)
        {
            // A registry that the host added and that is not there cannot be read, which is more than that a skill is
            // missing.
            throw new SkillRegistryException(SkillErrorCodes.RegistryUnavailable, Name, e.Message, e);
        }
    }
}
