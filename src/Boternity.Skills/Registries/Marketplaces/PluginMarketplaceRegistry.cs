using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Boternity.Skills.Registries.GitHub;
using Boternity.Skills.Registries.Web;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Registries.Marketplaces;

/// <summary>
/// The skills of a plugin marketplace's plugins. A skill's source is where it really is: repository, folder and commit.
/// Plugins beside the marketplace are read with it; of those in other repositories, the likeliest.
/// </summary>
internal sealed class PluginMarketplaceRegistry : ISkillRegistry, ISkillUpdateSource
{
    private readonly PluginMarketplaceOptions _options;
    private readonly MarketplacePlace _place;
    private readonly MarketplaceRepositories _repositories;
    private readonly WebDocuments<Marketplace> _documents;
    private readonly ILogger _logger;
    private readonly RegistrySearch _search = new();
    private readonly ConcurrentDictionary<string, Picked> _read = new(StringComparer.OrdinalIgnoreCase);
    private volatile MarketplaceListing? _listing;

    public PluginMarketplaceRegistry(
        PluginMarketplaceOptions options,
        MarketplaceRepositories repositories,
        WebDocuments<Marketplace> documents,
        ILogger<PluginMarketplaceRegistry> logger)
    {
        _options = options;
        _place = MarketplacePlace.TryParse(options.Place, out MarketplacePlace? place)
            ? place
            : throw new ArgumentException($"'{options.Place}' is no place of a marketplace.", nameof(options));
        _repositories = repositories;
        _documents = documents;
        _logger = logger;
    }

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <inheritdoc/>
    public async IAsyncEnumerable<DiscoveredSkill> ListAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        MarketplaceListing listing = await LoadAsync(cancellationToken).ConfigureAwait(false);
        foreach (DiscoveredSkill skill in listing.Skills)
        {
            yield return skill;
        }

        Remotes remotes = await ReadRemotesAsync(
            listing.Plugins.Where(static plugin => plugin.Place is not null), cancellationToken).ConfigureAwait(false);
        foreach (DiscoveredSkill skill in remotes.Skills)
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
        MarketplaceListing listing = await LoadAsync(cancellationToken).ConfigureAwait(false);
        Remotes remotes = await ReadRemotesAsync(listing.Rank(query), cancellationToken).ConfigureAwait(false);
        DiscoveredSkill[] all = [.. listing.Skills, .. remotes.Skills];
        return _search.Search([.. all.DistinctBy(static skill => skill.Source)], query, limit);
    }

    /// <inheritdoc/>
    /// <remarks>Behind this registry's name, two parts are a plugin and a skill of it, or a repository that the
    /// marketplace names, as messages print it.</remarks>
    public async Task<IReadOnlyList<SkillMatch>> FindAsync(
        SkillQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        bool isNamed = string.Equals(query.Registry, Name, StringComparison.OrdinalIgnoreCase);
        if ((query.Registry is not null && !isNamed)
            || (query.Repository is not null && !isNamed)
            || (query.Repository is null && query.Ref is not null))
        {
            return [];
        }

        MarketplaceListing listing = await LoadAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<SkillMatch> found = query.Repository is { } repository
            ? await FindInAsync(listing, repository, query, cancellationToken).ConfigureAwait(false)
            : await FindNamedAsync(listing, query, cancellationToken).ConfigureAwait(false);
        if (found.Count == 0 && isNamed)
        {
            ThrowIfLeftOut(listing, query);
        }

        return found;
    }

    /// <inheritdoc/>
    public Task<SkillPackage> FetchAsync(SkillSource source, CancellationToken cancellationToken = default) =>
        FetchCoreAsync(source, null, cancellationToken);

    /// <inheritdoc/>
    public Task<SkillPackage> FetchAsync(
        SkillSource source, IProgress<SkillFetchProgress> progress, CancellationToken cancellationToken = default) =>
        FetchCoreAsync(source, progress, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SkillUpdate>> CheckAsync(
        IReadOnlyList<SkillSource> installed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(installed);
        MarketplaceListing listing = await LoadAsync(cancellationToken).ConfigureAwait(false);
        List<SkillUpdate> updates = [];
        foreach (SkillSource source in installed.Where(source => source.Commit is not null
            && string.Equals(source.Registry, Name, StringComparison.OrdinalIgnoreCase)))
        {
            DiscoveredSkill? now = null;
            foreach (MarketplacePlugin plugin in PluginsIn(listing, source.Repository))
            {
                IReadOnlyList<DiscoveredSkill> skills = await SkillsOfAsync(listing, plugin, null, cancellationToken)
                    .ConfigureAwait(false);
                now ??= skills.FirstOrDefault(skill => skill.Source.IsSameSkillAs(source));
            }

            updates.Add(UpdateOf(source, now));
        }

        return updates;
    }

    private SkillUpdate UpdateOf(SkillSource source, DiscoveredSkill? now)
    {
        if (now?.IsStale is true)
        {
            throw new SkillRegistryException(
                SkillErrorCodes.RegistryUnavailable,
                Name,
                $"{source.Repository} cannot be reached, and its cached index tells nothing of updates.");
        }

        string? commit = now?.Source.Commit;
        bool isPinned = source.RequestedRef is { } asked && GitRevision.IsCommit(asked);
        return new SkillUpdate
        {
            Installed = source,
            State = isPinned ? SkillUpdateState.Pinned
                : commit is null ? SkillUpdateState.SourceMissing
                : commit == source.Commit ? SkillUpdateState.UpToDate
                : SkillUpdateState.UpdateAvailable,
            Latest = isPinned || commit is null || commit == source.Commit ? null : now!.Source,
            Reason = isPinned ? "It was asked for at a commit."
                : commit is null ? $"No plugin of '{Name}' has it any more."
                : commit == source.Commit ? "Its plugin is at the commit that was installed."
                : $"Its plugin is at {commit} now.",
        };
    }

    private async Task<SkillPackage> FetchCoreAsync(
        SkillSource source, IProgress<SkillFetchProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        MarketplaceListing listing = await LoadAsync(cancellationToken).ConfigureAwait(false);

        // A source may come from a lock file; who trusts a marketplace trusts the repositories that it names.
        return PluginsIn(listing, source.Repository).Any()
            ? await _repositories.FetchAsync(source, progress, cancellationToken).ConfigureAwait(false)
            : throw new SkillNotFoundException(
                source.ToString(), Name, $"No plugin of the marketplace '{Name}' is at {source}.");
    }

    // Whoever names a plugin that is not read is told why.
    private void ThrowIfLeftOut(MarketplaceListing listing, SkillQuery query)
    {
        string plugin = query.Repository?.Split('/')[0] ?? query.Name ?? "";
        if (listing.LeftOut.TryGetValue(plugin, out string? problem))
        {
            throw new SkillNotFoundException(
                $"{Name}/{plugin}", Name, $"The plugin '{plugin}' of '{Name}' cannot be had: {problem}.");
        }
    }

    private async Task<IReadOnlyList<SkillMatch>> FindNamedAsync(
        MarketplaceListing listing, SkillQuery query, CancellationToken cancellationToken)
    {
        List<SkillMatch> found = SkillRanking.Find(listing.Skills, query);
        if (query.Name is not { } name || found.Any(static match => match.Match == SkillNameMatch.Exact))
        {
            return found;
        }

        Remotes remotes = await ReadRemotesAsync(listing.Rank(name), cancellationToken).ConfigureAwait(false);
        found = SkillRanking.Find([.. listing.Skills, .. remotes.Skills], query);
        if (found.All(static match => match.Match != SkillNameMatch.Exact) && listing.Find(name) is { } plugin)
        {
            // The name of a plugin stands for its skills.
            IReadOnlyList<DiscoveredSkill> skills = await SkillsOfAsync(listing, plugin, null, cancellationToken)
                .ConfigureAwait(false);
            return SkillRanking.Find(skills, new SkillQuery());
        }

        UnreadableSkill.ThrowIfMeant([.. listing.Unreadable, .. remotes.Unreadable], query, found);
        return found;
    }

    private async Task<IReadOnlyList<SkillMatch>> FindInAsync(
        MarketplaceListing listing, string repository, SkillQuery query, CancellationToken cancellationToken)
    {
        string[] halves = repository.Split('/', 2);
        if (query is { Path: null, Ref: null, Name: null } && listing.Find(halves[0]) is { } named)
        {
            IReadOnlyList<DiscoveredSkill> own = await SkillsOfAsync(listing, named, null, cancellationToken)
                .ConfigureAwait(false);
            List<SkillMatch> matches = SkillRanking.Find(own, new SkillQuery { Name = halves[1] });
            if (matches.Count > 0)
            {
                return matches;
            }
        }

        if (_place.Holder == MarketplaceHolder.Folder)
        {
            string path = query.Path is null ? repository : $"{repository}/{query.Path}";
            List<SkillMatch> local = SkillRanking.Find(listing.Skills, query with { Path = path });
            if (local.Count > 0)
            {
                return local;
            }
        }

        List<DiscoveredSkill> skills = [];
        foreach (MarketplacePlugin plugin in PluginsIn(listing, repository))
        {
            skills.AddRange(
                await SkillsOfAsync(listing, plugin, query.Ref, cancellationToken).ConfigureAwait(false));
        }

        return SkillRanking.Find(skills.DistinctBy(static skill => skill.Source), query);
    }

    // Those whose skills are in a repository; null is the marketplace's folder.
    private IEnumerable<MarketplacePlugin> PluginsIn(MarketplaceListing listing, string? repository) =>
        listing.Plugins.Where(plugin => plugin.Place is { } place
            ? place.IsSameRepositoryAs(repository)
            : _place.Holder == MarketplaceHolder.Folder
                ? repository is null
                : _place.IsSameRepositoryAs(repository));

    private async Task<Remotes> ReadRemotesAsync(
        IEnumerable<MarketplacePlugin> plugins, CancellationToken cancellationToken)
    {
        var remotes = new Remotes();
        var read = new HashSet<(string Root, string? Ref)>();
        SkillRegistryException? failure = null;
        int passed = 0;
        foreach (MarketplacePlugin plugin in plugins)
        {
            (string Root, string? Ref) key = (plugin.Place!.Root.ToUpperInvariant(), plugin.Place.Ref);
            if (!read.Contains(key) && read.Count == _options.MaxRemoteRepositories)
            {
                passed++;
                continue;
            }

            read.Add(key);
            try
            {
                remotes.Skills.AddRange(await ReadAsync(
                    plugin, plugin.Place, remotes.Unreadable, cancellationToken).ConfigureAwait(false));
            }
            catch (SkillRegistryException e)
            {
                RegistryLog.PluginLeftOut(_logger, plugin.Name, Name, e.Message);
                failure = e;
                if (e.Code == SkillErrorCodes.RateLimited)
                {
                    break;
                }
            }
        }

        if (passed > 0)
        {
            RegistryLog.PluginsNotRead(_logger, Name, passed);
        }

        return failure is not null && remotes.Skills.Count == 0 && remotes.Unreadable.Count == 0
            ? throw failure
            : remotes;
    }

    private async Task<IReadOnlyList<DiscoveredSkill>> SkillsOfAsync(
        MarketplaceListing listing, MarketplacePlugin plugin, string? revision, CancellationToken cancellationToken)
    {
        if (plugin.Place is null && revision is null)
        {
            return [.. listing.Here.Where(pair => pair.Plugin == plugin).Select(static pair => pair.Skill)];
        }

        MarketplacePlace place = plugin.Place ?? _place;
        IReadOnlyList<DiscoveredSkill> skills = await ReadAsync(
            plugin, revision is null ? place : place with { Ref = revision }, [], cancellationToken)
            .ConfigureAwait(false);
        return revision is null ? skills : [.. skills.Select(
            skill => skill with { Source = skill.Source with { RequestedRef = revision } })];
    }

    // The skills of one plugin, with what holds it.
    private async Task<IReadOnlyList<DiscoveredSkill>> ReadAsync(
        MarketplacePlugin plugin,
        MarketplacePlace place,
        List<UnreadableSkill> unreadable,
        CancellationToken cancellationToken)
    {
        RepositoryIndex index = await _repositories.GetAsync(place, cancellationToken).ConfigureAwait(false);
        if (!_read.TryGetValue(plugin.Name, out Picked? picked)
            || picked.Plugin != plugin
            || !ReferenceEquals(picked.Index, index))
        {
            IReadOnlyDictionary<string, byte[]> files = await ReadManifestsAsync(
                place, index, [plugin], cancellationToken).ConfigureAwait(false);
            picked = Pick(plugin, index, files);
            _read[plugin.Name] = picked;
        }

        unreadable.AddRange(picked.Unreadable);
        return picked.Skills;
    }

    private async Task<IReadOnlyDictionary<string, byte[]>> ReadManifestsAsync(
        MarketplacePlace place,
        RepositoryIndex index,
        IEnumerable<MarketplacePlugin> plugins,
        CancellationToken cancellationToken)
    {
        HashSet<string> paths =
        [
            .. plugins.Where(static plugin => plugin.IsStrict).Select(static plugin => plugin.ManifestPath),
        ];
        return paths.Count == 0
            ? new Dictionary<string, byte[]>()
            : await _repositories.ReadFilesAsync(place, index.Commit, paths, cancellationToken).ConfigureAwait(false);
    }

    private Picked Pick(
        MarketplacePlugin plugin, RepositoryIndex index, IReadOnlyDictionary<string, byte[]> files)
    {
        IReadOnlySet<string> paths = new PluginSkills(plugin, files.GetValueOrDefault(plugin.ManifestPath))
            .Of(index.Skills.Select(static skill => skill.Source.Path)
                .Concat(index.Unreadable.Select(static skill => skill.Source.Path)));
        return new Picked(
            plugin,
            index,
            [
                .. index.Skills.Where(skill => paths.Contains(skill.Source.Path))
                    .Select(skill => skill with { Plugin = $"{plugin.Name}@{Name}" }),
            ],
            [.. index.Unreadable.Where(skill => paths.Contains(skill.Source.Path))]);
    }

    // Two that load at once do the same; what they read is asked for once.
    private async Task<MarketplaceListing> LoadAsync(CancellationToken cancellationToken)
    {
        MarketplaceListing listing = _place.Holder == MarketplaceHolder.Document
            ? await LoadDocumentAsync(cancellationToken).ConfigureAwait(false)
            : await LoadRepositoryAsync(cancellationToken).ConfigureAwait(false);
        _listing = listing;
        return listing;
    }

    private async Task<MarketplaceListing> LoadDocumentAsync(CancellationToken cancellationToken)
    {
        try
        {
            WebDocument<Marketplace> document = await _documents
                .GetAsync(
                    [new Uri(_place.Root)],
                    null,
                    (json, address) => MarketplaceReader.Read(
                        json, WebClient.Describe(address), hasFolders: false, Name, _logger),
                    cancellationToken)
                .ConfigureAwait(false);
            return _listing is { } known && ReferenceEquals(known.Origin, document.Value)
                ? known
                : new MarketplaceListing(document.Value, document.Value, [], []);
        }
        catch (WebNotFoundException e)
        {
            throw new SkillRegistryException(SkillErrorCodes.RegistryUnavailable, Name, $"{e.Message}.", e);
        }
    }

    private async Task<MarketplaceListing> LoadRepositoryAsync(CancellationToken cancellationToken)
    {
        RepositoryIndex index;
        try
        {
            index = await _repositories.GetAsync(_place, cancellationToken).ConfigureAwait(false);
        }
        catch (SkillNotFoundException e)
        {
            throw new SkillRegistryException(SkillErrorCodes.RegistryUnavailable, Name, e.Message, e);
        }

        if (_listing is { } known && ReferenceEquals(known.Origin, index))
        {
            return known;
        }

        IReadOnlyDictionary<string, byte[]> files = await _repositories
            .ReadFilesAsync(
                _place,
                index.Commit,
                new HashSet<string>([MarketplaceReader.MarketplaceFile], StringComparer.Ordinal),
                cancellationToken)
            .ConfigureAwait(false);
        if (!files.TryGetValue(MarketplaceReader.MarketplaceFile, out byte[]? json))
        {
            throw new SkillRegistryException(
                SkillErrorCodes.RegistryUnavailable,
                Name,
                $"{_place.Root} is no marketplace: it has no {MarketplaceReader.MarketplaceFile}.");
        }

        Marketplace marketplace = MarketplaceReader.Read(json, _place.Root, hasFolders: true, Name, _logger);
        MarketplacePlugin[] here = [.. marketplace.Plugins.Where(static plugin => plugin.Place is null)];
        files = await ReadManifestsAsync(_place, index, here, cancellationToken).ConfigureAwait(false);
        List<(MarketplacePlugin Plugin, DiscoveredSkill Skill)> skills = [];
        List<UnreadableSkill> unreadable = [];
        foreach (MarketplacePlugin plugin in here)
        {
            Picked own = Pick(plugin, index, files);
            skills.AddRange(own.Skills.Select(skill => (plugin, skill)));
            unreadable.AddRange(own.Unreadable);
        }

        return new MarketplaceListing(index, marketplace, skills, unreadable);
    }

    // The same objects as long as nothing changed, so that the index of a search stays.
    private sealed record Picked(
        MarketplacePlugin Plugin,
        RepositoryIndex Index,
        IReadOnlyList<DiscoveredSkill> Skills,
        IReadOnlyList<UnreadableSkill> Unreadable);

    private sealed class Remotes
    {
        public List<DiscoveredSkill> Skills { get; } = [];

        public List<UnreadableSkill> Unreadable { get; } = [];
    }
}
