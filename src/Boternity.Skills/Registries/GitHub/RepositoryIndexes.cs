using System.Collections.Concurrent;
using Boternity.Skills.Packaging;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Registries.GitHub;

/// <summary>
/// The indexes of repositories: from memory while they are young, from disk while the commit is the same, else from
/// the archive.
/// </summary>
internal sealed class RepositoryIndexes(
    GitHubRegistryOptions options,
    ArchiveLimits limits,
    GitHubClient client,
    IndexCache cache,
    TimeProvider time,
    ILogger logger)
{
    private const int MaxSlots = 64;

    private readonly ConcurrentDictionary<(string Repository, string Revision), Slot> _slots = new();

    /// <summary>The skills at a revision; null means the default branch.</summary>
    /// <exception cref="GitHubNotFoundException">There is no such repository or revision.</exception>
    /// <param name="repository">The repository.</param>
    /// <param name="requestedRef">The branch, tag or commit.</param>
    /// <param name="progress">Is told of an archive's bytes; null for nobody.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async ValueTask<RepositoryIndex> GetAsync(
        GitHubRepository repository,
        string? requestedRef,
        IProgress<SkillFetchProgress>? progress,
        CancellationToken cancellationToken)
    {
        string revision = requestedRef ?? GitRevision.Default;
        Slot slot = GetSlot(repository, revision);
        await slot.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (slot.Answer is null || slot.Age(time) >= options.RevalidateAfter)
            {
                await RefreshAsync(slot, repository, revision, requestedRef, progress, cancellationToken)
                    .ConfigureAwait(false);
            }

            return slot.Answer!;
        }
        finally
        {
            slot.Gate.Release();
        }
    }

    /// <summary>The same, but empty where there is no such repository or revision.</summary>
    public async ValueTask<RepositoryIndex> FindAsync(
        GitHubRepository repository,
        string? requestedRef,
        IProgress<SkillFetchProgress>? progress,
        CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(repository, requestedRef, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (GitHubNotFoundException)
        {
            RegistryLog.RepositoryNotFound(
                logger, options.Name, repository.FullName, requestedRef ?? GitRevision.Default);
            return RepositoryIndex.Empty;
        }
    }

    private async ValueTask RefreshAsync(
        Slot slot,
        GitHubRepository repository,
        string revision,
        string? requestedRef,
        IProgress<SkillFetchProgress>? progress,
        CancellationToken cancellationToken)
    {
        if (GitRevision.IsCommit(revision))
        {
            RepositoryIndex pinned = await LoadAsync(
                repository, revision.ToLowerInvariant(), progress, cancellationToken).ConfigureAwait(false);
            slot.Set(pinned, requestedRef, isStale: false, time);
            return;
        }

        CachedRef? known =
            slot.Ref ?? await cache.ReadRefAsync(repository, revision, cancellationToken).ConfigureAwait(false);
        try
        {
            ResolvedCommit? resolved = await client
                .ResolveAsync(repository, revision, known?.ETag, cancellationToken)
                .ConfigureAwait(false);
            string commit = resolved?.Commit
                ?? known?.Commit ?? throw new InvalidOperationException("An answer without a question.");
            RepositoryIndex index = slot.Index?.Commit == commit
                ? slot.Index
                : await LoadAsync(repository, commit, progress, cancellationToken).ConfigureAwait(false);
            slot.Ref = new CachedRef
            {
                Version = 0,
                Ref = revision,
                Commit = commit,
                ETag = resolved is null ? known?.ETag : resolved.ETag,
                CheckedAt = time.GetUtcNow(),
            };
            await cache.WriteRefAsync(repository, slot.Ref, cancellationToken).ConfigureAwait(false);
            slot.Set(index, requestedRef, isStale: false, time);
        }
        catch (SkillRegistryException e) when (known is not null && IsOutage(e))
        {
            RepositoryIndex? old = slot.Index
                ?? await cache
                    .ReadIndexAsync(Origin(repository, known.Commit), repository, cancellationToken)
                    .ConfigureAwait(false);
            if (old is null)
            {
                throw;
            }

            RegistryLog.ServedStale(logger, options.Name, repository.FullName, known.CheckedAt, e.Message);
            slot.Ref = known;
            slot.Set(old, requestedRef, isStale: true, time);
        }
    }

    private async ValueTask<RepositoryIndex> LoadAsync(
        GitHubRepository repository,
        string commit,
        IProgress<SkillFetchProgress>? progress,
        CancellationToken cancellationToken)
    {
        SkillSource origin = Origin(repository, commit);
        if (await cache.ReadIndexAsync(origin, repository, cancellationToken).ConfigureAwait(false) is { } cached)
        {
            return cached;
        }

        List<IndexedSkill> skills = await DownloadAsync(repository, origin, progress, cancellationToken)
            .ConfigureAwait(false);
        RepositoryIndex index = IndexedSkill.IndexOf(commit, skills);
        RegistryLog.Indexed(logger, index.Skills.Count, repository.FullName, commit);
        await cache.WriteIndexAsync(repository, commit, skills, cancellationToken).ConfigureAwait(false);
        return index;
    }

    private async ValueTask<List<IndexedSkill>> DownloadAsync(
        GitHubRepository repository,
        SkillSource origin,
        IProgress<SkillFetchProgress>? progress,
        CancellationToken cancellationToken)
    {
        try
        {
            return await client
                .DownloadAsync(
                    repository,
                    origin.Commit!,
                    (archive, token) => RepositoryArchive.ReadIndexAsync(archive, origin, limits, logger, token),
                    progress,
                    cancellationToken)
                .ConfigureAwait(false);
        }
        catch (SkillPackageException e)
        {
            throw new SkillRegistryException(
                SkillErrorCodes.RegistryAnswerInvalid,
                options.Name,
                $"The archive of {origin} is refused. {e.Message}",
                e);
        }
    }

    private SkillSource Origin(GitHubRepository repository, string commit) =>
        new() { Registry = options.Name, Repository = repository.FullName, Path = "", Commit = commit };

    private Slot GetSlot(GitHubRepository repository, string revision)
    {
        // References name any number of repositories and refs; the disk has what is let go here.
        if (_slots.Count >= MaxSlots)
        {
            foreach ((var key, Slot old) in _slots.OrderBy(pair => pair.Value.CheckedAt).Take(MaxSlots / 2))
            {
                _slots.TryRemove(new(key, old));
            }
        }

        return _slots.GetOrAdd((repository.Key, revision), _ => new Slot());
    }

    // Not: refused access, or an answer that it is not there. Those are news, which a cache must not hide.
    private static bool IsOutage(SkillRegistryException e) =>
        e.Code is SkillErrorCodes.RegistryUnavailable or SkillErrorCodes.RateLimited
            or SkillErrorCodes.RegistryAnswerInvalid;

    private sealed class Slot
    {
        private bool _isStale;

        public SemaphoreSlim Gate { get; } = new(1, 1);

        public CachedRef? Ref { get; set; }

        public RepositoryIndex? Index { get; private set; }

        public RepositoryIndex? Answer { get; private set; }

        public long? CheckedAt { get; private set; }

        public TimeSpan Age(TimeProvider time) => CheckedAt is { } at ? time.GetElapsedTime(at) : TimeSpan.MaxValue;

        // An outage is remembered as long as an answer, so that a host without network does not wait for retries
        // each time.
        public void Set(RepositoryIndex index, string? requestedRef, bool isStale, TimeProvider time)
        {
            if (!ReferenceEquals(Index, index) || isStale != _isStale)
            {
                Answer = View(index, requestedRef, isStale);
            }

            Index = index;
            _isStale = isStale;
            CheckedAt = time.GetTimestamp();
        }

        private static RepositoryIndex View(RepositoryIndex index, string? requestedRef, bool isStale) =>
            requestedRef is null && !isStale
                ? index
                : index with
                {
                    Skills =
                    [
                        .. index.Skills.Select(
                            skill =>
                                skill with
                                {
                                    Source = skill.Source with { RequestedRef = requestedRef },
                                    IsStale = isStale,
                                }),
                    ],
                };
    }
}
