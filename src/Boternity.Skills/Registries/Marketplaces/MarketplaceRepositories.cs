using System.Collections.Concurrent;
using Boternity.Skills.Registries.GitHub;

namespace Boternity.Skills.Registries.Marketplaces;

/// <summary>What holds a marketplace and its plugins, as it was read, for as long as it is young.</summary>
internal sealed class MarketplaceRepositories(
    string registry,
    IRepositoryReader gitHub,
    IRepositoryReader remotes,
    IRepositoryReader? folder,
    TimeSpan revalidateAfter,
    TimeProvider time)
{
    private const int MaxSlots = 1_024;

    private readonly ConcurrentDictionary<(string Root, string? Ref), Slot> _slots = new();

    /// <summary>The skills of a repository, as this registry's.</summary>
    /// <exception cref="SkillRegistryException">It is not there, or cannot be read.</exception>
    public async Task<RepositoryIndex> GetAsync(MarketplacePlace place, CancellationToken cancellationToken)
    {
        if (_slots.Count >= MaxSlots)
        {
            _slots.Clear();
        }

        Slot slot = _slots.GetOrAdd((place.Root.ToUpperInvariant(), place.Ref), static _ => new Slot());
        await slot.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            bool isPinned = place.Ref is { } revision && GitRevision.IsCommit(revision);
            if (slot.View is null || (!isPinned && time.GetElapsedTime(slot.CheckedAt) >= revalidateAfter))
            {
                RepositoryIndex read = await ReaderOf(place)
                    .GetIndexAsync(place.Root, place.Ref, cancellationToken)
                    .ConfigureAwait(false);
                if (slot.View is null || !IsSame(slot.Read!, read))
                {
                    slot.Read = read;
                    slot.View = read with
                    {
                        Skills =
                        [
                            .. read.Skills.Select(skill => skill with { Source = Own(skill.Source) }),
                        ],
                        Unreadable =
                        [
                            .. read.Unreadable.Select(skill => skill with { Source = Own(skill.Source) }),
                        ],
                    };
                }

                slot.CheckedAt = time.GetTimestamp();
            }

            return slot.View;
        }
        finally
        {
            slot.Gate.Release();
        }
    }

    public Task<IReadOnlyDictionary<string, byte[]>> ReadFilesAsync(
        MarketplacePlace place, string commit, IReadOnlySet<string> paths, CancellationToken cancellationToken) =>
        ReaderOf(place).ReadFilesAsync(place.Root, commit, paths, cancellationToken);

    /// <summary>The whole folder of a skill that one of the answers named.</summary>
    public async Task<SkillPackage> FetchAsync(
        SkillSource source, IProgress<SkillFetchProgress>? progress, CancellationToken cancellationToken)
    {
        IRepositoryReader reader = source.Repository is null ? folder ?? gitHub
            : SkillAddress.IsRoot(source.Repository) ? remotes
            : gitHub;
        SkillSource there = source with { Registry = reader.Name };
        SkillPackage package = await (progress is null
            ? reader.FetchAsync(there, cancellationToken)
            : reader.FetchAsync(there, progress, cancellationToken)).ConfigureAwait(false);
        return package with { Source = source };
    }

    private IRepositoryReader ReaderOf(MarketplacePlace place) => place.Holder switch
    {
        MarketplaceHolder.GitHub => gitHub,
        MarketplaceHolder.Remote => remotes,
        MarketplaceHolder.Folder when folder is not null => folder,
        _ => throw new InvalidOperationException($"{place.Root} holds nothing beside itself."),
    };

    // The branch or tag is the marketplace's word, and nobody asked for it.
    private SkillSource Own(SkillSource source) => source with { Registry = registry, RequestedRef = null };

    private static bool IsSame(RepositoryIndex one, RepositoryIndex other) =>
        ReferenceEquals(one, other)
        || (one.Commit.Length > 0
            && one.Commit == other.Commit
            && one.Skills.Count == other.Skills.Count
            && one.Skills.Zip(other.Skills).All(static pair => pair.First.IsStale == pair.Second.IsStale));

    private sealed class Slot
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public RepositoryIndex? Read { get; set; }

        public RepositoryIndex? View { get; set; }

        public long CheckedAt { get; set; }
    }
}
