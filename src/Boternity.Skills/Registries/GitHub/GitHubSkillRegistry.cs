using System.IO.Abstractions;
using System.Runtime.CompilerServices;
using Boternity.Skills.Packaging;
using Boternity.Skills.Registries.Archives;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Registries.GitHub;

/// <summary>
/// Repositories on GitHub: every folder that holds a SKILL.md is a skill. A branch is resolved to a commit, and
/// everything after that reads the archive of that commit. Indexes are cached on disk; while GitHub cannot be reached,
/// the cache answers.
/// </summary>
internal sealed class GitHubSkillRegistry : IRepositoryReader, ISkillUpdateSource
{
    /// <summary>The name of the HTTP client that the registry asks <see cref="IHttpClientFactory"/> for.</summary>
    public const string HttpClientName = "Boternity.Skills.GitHub";

    private readonly GitHubRegistryOptions _options;
    private readonly GitHubRepository[] _repositories;
    private readonly SkillPackageLimits _packageLimits;
    private readonly ArchiveLimits _archiveLimits;
    private readonly GitHubClient _client;
    private readonly RepositoryIndexes _indexes;
    private readonly GitHubLongRefs _longRefs;
    private readonly RegistrySearch _search;
    private readonly UnpackedArchives _unpacked = new();
    private readonly ILogger _logger;

    /// <summary>Creates a registry.</summary>
    /// <param name="options">Which repositories, where, with which token.</param>
    /// <param name="shared">The library's settings: the cache's path and the package limits.</param>
    /// <param name="clients">Gives the client named <see cref="HttpClientName"/>; its handler should be
    /// <see cref="CreateHandler"/>'s.</param>
    /// <param name="archives">Keeps what was downloaded.</param>
    /// <param name="fileSystem">Holds the cache of indexes.</param>
    /// <param name="time">For waits, timeouts and the age of indexes.</param>
    /// <param name="logger">Is told of retries, stale answers and skills that are left out.</param>
    /// <exception cref="OptionsValidationException">The options do not make sense.</exception>
    public GitHubSkillRegistry(
        GitHubRegistryOptions options,
        BoternitySkillsOptions shared,
        IHttpClientFactory clients,
        ArchiveCache archives,
        IFileSystem fileSystem,
        TimeProvider time,
        ILogger<GitHubSkillRegistry> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(shared);
        ValidateOptionsResult valid = new GitHubRegistryOptionsValidator().Validate(null, options);
        if (valid.Failed)
        {
            throw new OptionsValidationException(options.Name ?? "", typeof(GitHubRegistryOptions), valid.Failures);
        }

        _options = options;
        _repositories =
        [
            .. (options.Repositories.Count > 0
                ? options.Repositories.AsEnumerable()
                : GitHubRegistryOptions.DefaultRepositories)
                .Select(ParseRepository)
                .DistinctBy(repository => repository.Key),
        ];
        _packageLimits = shared.PackageLimits;
        _archiveLimits = new ArchiveLimits { MaxBytes = options.MaxArchiveBytes };
        _client = new GitHubClient(options, clients, archives, time, logger);
        _longRefs = new GitHubLongRefs(_client);
        var cache = new IndexCache(fileSystem, shared.CachePath, options.Name, options.ApiBaseAddress, logger);
        _search = new RegistrySearch(new RegistrySearchFile(fileSystem, cache.SearchPath, cache.MayUse, logger));
        _logger = logger;
        _indexes = new RepositoryIndexes(options, _archiveLimits, _client, cache, time, logger);
    }

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <summary>
    /// A handler as the registry wants it: it follows redirects itself, so that the token stays with the API's host.
    /// </summary>
    public static HttpMessageHandler CreateHandler() => new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = System.Net.DecompressionMethods.None,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    /// <inheritdoc/>
    public async IAsyncEnumerable<DiscoveredSkill> ListAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var failures = new RepositoryFailures(_repositories.Length, Name, _logger);
        foreach (GitHubRepository repository in _repositories)
        {
            RepositoryIndex index = await TryGetAsync(repository, failures, null, cancellationToken)
                .ConfigureAwait(false);
            foreach (DiscoveredSkill skill in index.Skills)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return skill;
            }
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DiscoveredSkill>> SearchAsync(
        string query, int limit = 20, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        List<DiscoveredSkill> all = await ListAsync(cancellationToken)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return await _search.SearchAsync(all, query, limit, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <remarks>A query may name a repository that is not listed; one that GitHub does not have, or a ref that it
    /// does not have, is a <see cref="SkillNotFoundException"/> that says which; a skill whose SKILL.md cannot be read,
    /// and that nothing which can be read stands for, is a <see cref="Manifests.SkillManifestException"/>.</remarks>
    public Task<IReadOnlyList<SkillMatch>> FindAsync(
        SkillQuery query, CancellationToken cancellationToken = default) =>
        FindCoreAsync(query, null, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>The bytes are those of the archive of a repository that is not indexed yet.</remarks>
    public Task<IReadOnlyList<SkillMatch>> FindAsync(
        SkillQuery query, IProgress<SkillFetchProgress> progress, CancellationToken cancellationToken = default) =>
        FindCoreAsync(query, progress, cancellationToken);

    private async Task<IReadOnlyList<SkillMatch>> FindCoreAsync(
        SkillQuery query, IProgress<SkillFetchProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        bool isOther =
            query.Registry is { } registry && !string.Equals(registry, Name, StringComparison.OrdinalIgnoreCase);
        if (isOther || (query.Ref is { } revision && !GitRevision.IsValid(revision)))
        {
            return [];
        }

        GitHubRepository[] repositories = query.Repository is null ? _repositories
            : GitHubRepository.TryParse(query.Repository, out GitHubRepository? named) ? [Listed(named)]
            : [];
        var failures = new RepositoryFailures(repositories.Length, Name, _logger);
        List<DiscoveredSkill> skills = [];
        List<UnreadableSkill> unreadable = [];
        foreach (GitHubRepository repository in repositories)
        {
            RepositoryIndex index;
            if (query.Repository is not null)
            {
                (index, query) = await GetNamedAsync(repository, query, progress, cancellationToken)
                    .ConfigureAwait(false);
            }
            else
            {
                index = query.Ref is not null
                    ? await _indexes.FindAsync(repository, query.Ref, progress, cancellationToken)
                        .ConfigureAwait(false)
                    : await TryGetAsync(repository, failures, progress, cancellationToken).ConfigureAwait(false);
            }

            skills.AddRange(index.Skills);
            unreadable.AddRange(index.Unreadable);
        }

        IReadOnlyList<SkillMatch> found = SkillRanking.Find(skills, query);
        UnreadableSkill.ThrowIfMeant(unreadable, query, found);
        if (repositories.Length < 2)
        {
            return found;
        }

        // A repository that is listed first comes first; the sort is stable.
        var order = repositories.Index().ToDictionary(one => one.Item.FullName, one => one.Index);
        return
        [
            .. found.OrderBy(match => match.Match)
                .ThenBy(match => order.GetValueOrDefault(match.Skill.Source.Repository ?? "", int.MaxValue)),
        ];
    }

    /// <inheritdoc/>
    public Task<SkillPackage> FetchAsync(SkillSource source, CancellationToken cancellationToken = default) =>
        ReadAsync(source, null, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>The bytes are those of the compressed archive; GitHub does not always say how many there are.</remarks>
    public Task<SkillPackage> FetchAsync(
        SkillSource source, IProgress<SkillFetchProgress> progress, CancellationToken cancellationToken = default) =>
        ReadAsync(source, progress, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>
    /// One request for each branch or tag of a repository, however many skills come from it; a second one, for the tree
    /// digests, where it moved.
    /// </remarks>
    public Task<IReadOnlyList<SkillUpdate>> CheckAsync(
        IReadOnlyList<SkillSource> installed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(installed);
        return new GitHubUpdateCheck(_client).CheckAsync(
            installed.Where(source => string.Equals(source.Registry, Name, StringComparison.OrdinalIgnoreCase)),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<RepositoryIndex> GetIndexAsync(
        string repository, string? revision, CancellationToken cancellationToken)
    {
        var query = new SkillQuery { Ref = revision };
        (RepositoryIndex index, _) =
            await GetNamedAsync(ParseRepository(repository), query, null, cancellationToken).ConfigureAwait(false);
        return index;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, byte[]>> ReadFilesAsync(
        string repository, string commit, IReadOnlySet<string> paths, CancellationToken cancellationToken)
    {
        try
        {
            return await _client
                .DownloadAsync(
                    ParseRepository(repository),
                    commit,
                    (archive, token) => RepositoryArchive.ReadFilesAsync(archive, paths, _archiveLimits, token),
                    null,
                    cancellationToken)
                .ConfigureAwait(false);
        }
        catch (GitHubNotFoundException e)
        {
            throw new SkillNotFoundException(
                $"{repository}#{commit}", Name, $"{repository} is no longer there: {e.Message}.");
        }
    }

    private async Task<SkillPackage> ReadAsync(
        SkillSource source, IProgress<SkillFetchProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (!GitHubRepository.TryParse(source.Repository, out GitHubRepository? repository)
            || source.Commit is not { } commit
            || !GitRevision.IsCommit(commit))
        {
            throw new ArgumentException(
                $"{source} has no repository or no commit; take it from this registry's answers.", nameof(source));
        }

        if (source.Path.Length > 0)
        {
            SkillPath.ThrowIfInvalid(source.Path);
        }

        string key = $"{repository.Key}|{commit}";
        if (_unpacked.Find(key) is { } entries)
        {
            return await RepositoryArchive
                .ReadPackageAsync(entries, source, _packageLimits, cancellationToken)
                .ConfigureAwait(false);
        }

        try
        {
            return await _client
                .DownloadAsync(repository, commit, ReadArchiveAsync, progress, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (GitHubNotFoundException e)
        {
            throw new SkillNotFoundException(source.ToString(), Name, $"{source} is no longer there: {e.Message}.");
        }

        async ValueTask<SkillPackage> ReadArchiveAsync(Stream archive, CancellationToken token)
        {
            IAsyncEnumerable<ArchiveEntry> read = await _unpacked
                .OpenAsync(key, archive, input => RepositoryArchive.ReadAsync(input, _archiveLimits, token), token)
                .ConfigureAwait(false);
            return await RepositoryArchive
                .ReadPackageAsync(read, source, _packageLimits, token)
                .ConfigureAwait(false);
        }
    }

    // An address does not say where the ref ends and the folder begins.
    private async ValueTask<(RepositoryIndex Index, SkillQuery Query)> GetNamedAsync(
        GitHubRepository repository,
        SkillQuery query,
        IProgress<SkillFetchProgress>? progress,
        CancellationToken cancellationToken)
    {
        try
        {
            return (
                await _indexes.GetAsync(repository, query.Ref, progress, cancellationToken).ConfigureAwait(false),
                query);
        }
        catch (GitHubNotFoundException e)
        {
            SkillQuery? longer = query.RefMayContinueInPath
                ? await FindLongerAsync(repository, query, cancellationToken).ConfigureAwait(false)
                : null;
            return longer is null
                ? throw new SkillNotFoundException(
                    query.Ref is null ? repository.FullName : $"{repository.FullName}#{query.Ref}",
                    Name,
                    $"{e.Describe(repository.FullName, query.Ref ?? GitRevision.Default)}.")
                : await GetNamedAsync(repository, longer, progress, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<SkillQuery?> FindLongerAsync(
        GitHubRepository repository, SkillQuery query, CancellationToken cancellationToken)
    {
        try
        {
            SkillQuery? longer = await _longRefs
                .FindAsync(repository, query, cancellationToken)
                .ConfigureAwait(false);
            return longer is null ? null : longer with { RefMayContinueInPath = false };
        }
        catch (GitHubNotFoundException)
        {
            return null;
        }
    }

    // One repository that is gone, closed or taken down does not take the others with it.
    private async ValueTask<RepositoryIndex> TryGetAsync(
        GitHubRepository repository,
        RepositoryFailures failures,
        IProgress<SkillFetchProgress>? progress,
        CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(repository, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (SkillRegistryException e) when (failures.MayGoOn(repository.FullName, e))
        {
            return RepositoryIndex.Empty;
        }
    }

    private async ValueTask<RepositoryIndex> GetAsync(
        GitHubRepository repository, IProgress<SkillFetchProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            return await _indexes.GetAsync(repository, null, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (GitHubNotFoundException e)
        {
            throw new SkillRegistryException(
                SkillErrorCodes.RegistryUnavailable,
                Name,
                $"The repository {repository.FullName} of the registry '{Name}' cannot be read: {e.Message}.",
                e);
        }
    }

    // Spelled as the options spell it, so that one skill has one source however it was asked for.
    private GitHubRepository Listed(GitHubRepository named) =>
        Array.Find(_repositories, repository => repository.Key == named.Key) ?? named;

    private static GitHubRepository ParseRepository(string text) =>
        GitHubRepository.TryParse(text, out GitHubRepository? repository)
            ? repository
            : throw new ArgumentException($"'{text}' is not owner/repo.");
}
