using Boternity.Skills.Packaging;
using Boternity.Skills.Registries.Archives;
using Boternity.Skills.Registries.GitHub;
using Boternity.Skills.Registries.Web;
using Boternity.Skills.Registries.WellKnown;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Registries.Addresses;

/// <summary>
/// Pasted addresses: repositories on GitLab, Gitea and Bitbucket, read by their archives, on any other host in Git's
/// protocol, archives by themselves, and sites that publish skills. There is nothing to list or to search.
/// </summary>
internal sealed class AddressRegistry(
    SkillAddressOptions options,
    SkillPackageLimits packageLimits,
    IHttpClientFactory clients,
    ArchiveCache archives,
    WebDocumentCache documents,
    TimeProvider time,
    ILogger<AddressRegistry> logger) : IRepositoryReader, ISkillUpdateSource
{
    private static readonly TimeSpan RevalidateSitesAfter = TimeSpan.FromMinutes(1);

    private readonly WebClient _client = new(options, clients, time, logger, AddressConnector.HttpClientName);
    private readonly WellKnownSites _sites = new(
        new WebClient(options, clients, time, logger, AddressConnector.HttpClientName),
        documents,
        archives,
        packageLimits,
        options,
        RevalidateSitesAfter,
        time,
        logger);

    private readonly GitRemotes _remotes = new(
        options, new WebClient(options, clients, time, logger, AddressConnector.HttpClientName));

    private readonly ArchiveLimits _archiveLimits = new() { MaxBytes = options.MaxArchiveBytes };
    private readonly UnpackedArchives _unpacked = new();

    /// <inheritdoc/>
    public string Name => SkillAddress.WebRegistry;

    /// <inheritdoc/>
    public IAsyncEnumerable<DiscoveredSkill> ListAsync(CancellationToken cancellationToken = default) =>
        AsyncEnumerable.Empty<DiscoveredSkill>();

    /// <inheritdoc/>
    public Task<IReadOnlyList<DiscoveredSkill>> SearchAsync(
        string query, int limit = 20, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<DiscoveredSkill>>([]);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SkillMatch>> FindAsync(
        SkillQuery query, CancellationToken cancellationToken = default) =>
        FindCoreAsync(query, null, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SkillMatch>> FindAsync(
        SkillQuery query, IProgress<SkillFetchProgress> progress, CancellationToken cancellationToken = default) =>
        FindCoreAsync(query, progress, cancellationToken);

    private async Task<IReadOnlyList<SkillMatch>> FindCoreAsync(
        SkillQuery query, IProgress<SkillFetchProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Address is not { } root || !SkillAddress.IsRoot(root))
        {
            return [];
        }

        if (IsSite(root))
        {
            return WellKnownSites.Find(await GetSiteAsync(root, cancellationToken).ConfigureAwait(false), query);
        }

        List<IndexedSkill> index;
        if (SkillAddress.IsArchive(new Uri(root).AbsolutePath))
        {
            index = await IndexArchiveAsync(root, query.Ref, progress, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            (query, GitRemote remote, string commit) = await _remotes.ResolveAsync(root, query, cancellationToken)
                .ConfigureAwait(false);
            index = await IndexAsync(root, remote, query.Ref, commit, progress, cancellationToken)
                .ConfigureAwait(false);
        }

        RepositoryIndex found = IndexedSkill.IndexOf("", index);
        IReadOnlyList<SkillMatch> matches = SkillRanking.Find(found.Skills, query);
        UnreadableSkill.ThrowIfMeant(found.Unreadable, query, matches);
        return matches;
    }

    /// <inheritdoc/>
    public Task<SkillPackage> FetchAsync(SkillSource source, CancellationToken cancellationToken = default) =>
        FetchCoreAsync(source, null, cancellationToken);

    /// <inheritdoc/>
    public Task<SkillPackage> FetchAsync(
        SkillSource source, IProgress<SkillFetchProgress> progress, CancellationToken cancellationToken = default) =>
        FetchCoreAsync(source, progress, cancellationToken);

    /// <inheritdoc/>
    public async Task<RepositoryIndex> GetIndexAsync(
        string repository, string? revision, CancellationToken cancellationToken)
    {
        (GitRemote remote, string commit) = await _remotes.ResolveAsync(repository, revision, cancellationToken)
            .ConfigureAwait(false);
        return IndexedSkill.IndexOf(
            commit,
            await IndexAsync(repository, remote, revision, commit, null, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, byte[]>> ReadFilesAsync(
        string repository, string commit, IReadOnlySet<string> paths, CancellationToken cancellationToken) => ReadAsync(
            repository,
            null,
            commit,
            (archive, token) => RepositoryArchive.ReadFilesAsync(archive, paths, _archiveLimits, token),
            null,
            cancellationToken);

    private Task<List<IndexedSkill>> IndexAsync(
        string root,
        GitRemote remote,
        string? revision,
        string commit,
        IProgress<SkillFetchProgress>? progress,
        CancellationToken cancellationToken)
    {
        SkillSource origin = Origin(root, revision, commit);
        return ReadAsync(
            root,
            remote,
            commit,
            (archive, token) => RepositoryArchive.ReadIndexAsync(archive, origin, _archiveLimits, logger, token),
            progress,
            cancellationToken);
    }

    private async Task<SkillPackage> FetchCoreAsync(
        SkillSource source, IProgress<SkillFetchProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (SkillAddress.IsRoot(source.Repository) && IsSite(source.Repository!))
        {
            var site = new Uri(source.Repository!);
            return await _sites.FetchAsync(site, _remotes.TokenOf(site), source, progress, cancellationToken)
                .ConfigureAwait(false);
        }

        if (source.Repository is not { } root || source.Commit is not { } commit || !GitRevision.IsCommit(commit))
        {
            throw new ArgumentException(
                $"{source} has no address or no revision; take it from an answer.", nameof(source));
        }

        if (source.Path.Length > 0)
        {
            SkillPath.ThrowIfInvalid(source.Path);
        }

        string key = KeyOf(root, commit);
        if (_unpacked.Find(key) is { } entries)
        {
            return await RepositoryArchive
                .ReadPackageAsync(entries, source, packageLimits, cancellationToken)
                .ConfigureAwait(false);
        }

        return SkillAddress.IsArchive(new Uri(root).AbsolutePath)
            ? await ReadArchiveAsync(root, commit, ReadAnyAsync, progress, cancellationToken).ConfigureAwait(false)
            : await ReadAsync(root, null, commit, ReadRepositoryAsync, progress, cancellationToken)
                .ConfigureAwait(false);

        ValueTask<SkillPackage> ReadAnyAsync(Stream archive, CancellationToken token) =>
            ReadPackageAsync(archive, input => AnyArchive.ReadAsync(input, _archiveLimits, token), token);

        ValueTask<SkillPackage> ReadRepositoryAsync(Stream archive, CancellationToken token) =>
            ReadPackageAsync(archive, input => RepositoryArchive.ReadAsync(input, _archiveLimits, token), token);

        async ValueTask<SkillPackage> ReadPackageAsync(
            Stream archive, Func<Stream, IAsyncEnumerable<ArchiveEntry>> read, CancellationToken token)
        {
            IAsyncEnumerable<ArchiveEntry> opened = await _unpacked
                .OpenAsync(key, archive, read, token)
                .ConfigureAwait(false);
            return await RepositoryArchive
                .ReadPackageAsync(opened, source, packageLimits, token)
                .ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    /// <remarks>An archive has no revisions to compare; what is downloaded again tells. Nor has an index of a site
    /// without
    /// digests.</remarks>
    public async Task<IReadOnlyList<SkillUpdate>> CheckAsync(
        IReadOnlyList<SkillSource> installed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(installed);
        List<SkillUpdate> updates = [];
        var known = new Dictionary<(string Root, string? Ref), string?>();
        foreach (SkillSource source in installed.Where(source => source.Registry == Name && source.Commit is not null))
        {
            string root = source.Repository ?? "";
            if (!SkillAddress.IsRoot(root) || SkillAddress.IsArchive(new Uri(root).AbsolutePath))
            {
                continue;
            }

            if (IsSite(root))
            {
                updates.AddRange(await CheckSiteAsync(root, source, cancellationToken).ConfigureAwait(false));
                continue;
            }

            bool isPinned = source.RequestedRef is { } pinned && GitRevision.IsCommit(pinned);
            if (!isPinned && !known.ContainsKey((root, source.RequestedRef)))
            {
                known[(root, source.RequestedRef)] =
                    await _remotes.FindCommitAsync(root, source.RequestedRef, cancellationToken).ConfigureAwait(false);
            }

            string? commit = isPinned ? source.Commit : known[(root, source.RequestedRef)];
            updates.Add(UpdateOf(source, commit, isPinned));
        }

        return updates;
    }

    // The index is asked for once, and young for the skills after the first.
    private async Task<IEnumerable<SkillUpdate>> CheckSiteAsync(
        string root, SkillSource source, CancellationToken cancellationToken)
    {
        WebDocument<WellKnownIndex> index = await GetSiteAsync(root, cancellationToken).ConfigureAwait(false);
        return index.IsStale
            ? throw new SkillRegistryException(
                SkillErrorCodes.RegistryUnavailable,
                Name,
                $"{root} cannot be reached, and its cached index tells nothing of updates.")
            : WellKnownSites.Compare(index.Value, [source]);
    }

    private Task<WebDocument<WellKnownIndex>> GetSiteAsync(string root, CancellationToken cancellationToken)
    {
        var site = new Uri(root);
        var origin = new SkillSource { Registry = Name, Repository = root, Path = "" };
        return _sites.GetIndexAsync(site, _remotes.TokenOf(site), origin, cancellationToken);
    }

    private static bool IsSite(string root) => SkillAddress.IsSite(new Uri(root));

    private static SkillUpdate UpdateOf(SkillSource source, string? commit, bool isPinned) => new()
    {
        Installed = source,
        State = isPinned ? SkillUpdateState.Pinned
            : commit is null ? SkillUpdateState.SourceMissing
            : commit == source.Commit ? SkillUpdateState.UpToDate
            : SkillUpdateState.UpdateAvailable,
        Latest = commit is null || commit == source.Commit ? null : source with { Commit = commit },
        Reason = isPinned ? "It was asked for at a commit."
            : commit is null ? $"{source.Repository} has no '{source.RequestedRef ?? "default branch"}' any more."
            : commit == source.Commit ? "Its branch or tag is the commit that was installed."
            : $"Its branch or tag is {commit} now.",
    };

    private async Task<T> ReadAsync<T>(
        string root,
        GitRemote? remote,
        string commit,
        Func<Stream, CancellationToken, ValueTask<T>> readAsync,
        IProgress<SkillFetchProgress>? progress,
        CancellationToken cancellationToken)
    {
        return await archives
            .ReadAsync(KeyOf(root, commit), readAsync, DownloadAsync, cancellationToken)
            .ConfigureAwait(false);

        async Task<T> DownloadAsync(Func<Stream, CancellationToken, ValueTask<T>> keepAsync)
        {
            remote ??= (await _remotes.ResolveAsync(root, commit, cancellationToken).ConfigureAwait(false)).Remote;
            try
            {
                return await _remotes
                    .DownloadAsync(remote, commit, keepAsync, progress, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (WebNotFoundException e)
            {
                throw new SkillNotFoundException($"{root}#{commit}", Name, $"{root} has no archive: {e.Message}.");
            }
        }
    }

    private async Task<List<IndexedSkill>> IndexArchiveAsync(
        string root, string? digest, IProgress<SkillFetchProgress>? progress, CancellationToken cancellationToken)
    {
        string? actual = null;
        List<IndexedSkill> index = await ReadArchiveAsync(
            root,
            digest,
            async (archive, token) =>
            {
                // The digest is known at the end; the sources get it then.
                using var hashed = new ArchiveCacheInput(archive, null, static _ => { });
                List<IndexedSkill> skills = await RepositoryArchive
                    .ReadIndexAsync(
                        AnyArchive.ReadAsync(hashed, _archiveLimits, token), Origin(root, digest, ""), logger, token)
                    .ConfigureAwait(false);
                await hashed.CopyToAsync(Stream.Null, token).ConfigureAwait(false);
                actual = hashed.GetDigest();
                return skills;
            },
            progress,
            cancellationToken).ConfigureAwait(false);
        return [.. index.Select(skill => skill.At(actual!))];
    }

    // With a digest, from the cache if it is there, and what is downloaded must have it.
    private async Task<T> ReadArchiveAsync<T>(
        string root,
        string? digest,
        Func<Stream, CancellationToken, ValueTask<T>> readAsync,
        IProgress<SkillFetchProgress>? progress,
        CancellationToken cancellationToken)
    {
        if (digest is not null
            && await archives.OpenAsync(digest, cancellationToken).ConfigureAwait(false) is { } cached)
        {
            await using (cached.ConfigureAwait(false))
            {
                return await readAsync(cached, cancellationToken).ConfigureAwait(false);
            }
        }

        var address = new Uri(root);
        try
        {
            return await _client
                .SendAsync(
                    ArchiveRequest(address, progress),
                    (body, token) => archives.KeepAsync($"{root}|{digest}", body, CheckAsync, token),
                    cancellationToken)
                .ConfigureAwait(false);
        }
        catch (WebNotFoundException e)
        {
            throw new SkillNotFoundException(root, Name, $"{e.Message}.");
        }

        ValueTask<T> CheckAsync(Stream body, CancellationToken token) => VerifiedInput.ReadAsync(
            body,
            digest,
            readAsync,
            actual => new SkillRegistryException(
                SkillErrorCodes.RegistryAnswerInvalid,
                Name,
                $"{root} has the digest {actual}, and not {digest}: its content was changed."),
            token);
    }

    private WebRequest ArchiveRequest(Uri address, IProgress<SkillFetchProgress>? progress) => new()
    {
        Address = address,
        Accept = GitRemotes.AnyArchiveType,
        Token = _remotes.TokenOf(address),
        MaxBytes = options.MaxDownloadBytes,
        Progress = progress,
    };

    private static string KeyOf(string root, string commit) => $"{root}|{commit}";

    private SkillSource Origin(string root, string? revision, string commit) =>
        new() { Registry = Name, Repository = root, Path = "", RequestedRef = revision, Commit = commit };
}
