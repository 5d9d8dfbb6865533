using Boternity.Skills.Search;

namespace Boternity.Skills.Registries;

/// <summary>
/// The search of a registry: its index is made once for the skills that the registry has, and kept on disk where the
/// registry has a cache.
/// </summary>
/// <param name="file">Keeps the index; null for the memory alone.</param>
internal sealed class RegistrySearch(RegistrySearchFile? file = null)
{
    // Below, making an index takes less than reading a file.
    private const int LeastKept = 100;

    private Built? _built;

    /// <summary>Searches the skills, with the index that is there if it is of the same ones.</summary>
    public IReadOnlyList<DiscoveredSkill> Search(IReadOnlyList<DiscoveredSkill> skills, string query, int limit)
    {
        SkillSearchIndex index = Find(skills) ?? Keep(skills, new SkillSearchIndex(skills));
        return index.Search(query, limit);
    }

    /// <summary>Searches what a registry lists.</summary>
    public async Task<IReadOnlyList<DiscoveredSkill>> SearchAsync(
        ISkillRegistry registry, string query, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        List<DiscoveredSkill> all = await registry
            .ListAsync(cancellationToken)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return Search(all, query, limit);
    }

    /// <summary>The same, with the index on disk where there is one.</summary>
    public async ValueTask<IReadOnlyList<DiscoveredSkill>> SearchAsync(
        IReadOnlyList<DiscoveredSkill> skills, string query, int limit, CancellationToken cancellationToken)
    {
        if (file is not null && skills.Count >= LeastKept && Find(skills) is null)
        {
            SkillSearchIndex? index = await file.ReadAsync(skills, cancellationToken).ConfigureAwait(false);
            if (index is null)
            {
                index = new SkillSearchIndex(skills);
                await file.WriteAsync(index, cancellationToken).ConfigureAwait(false);
            }

            Keep(skills, index);
        }

        return Search(skills, query, limit);
    }

    private SkillSearchIndex? Find(IReadOnlyList<DiscoveredSkill> skills) =>
        Volatile.Read(ref _built) is { } built && built.IsOf(skills) ? built.Index : null;

    private SkillSearchIndex Keep(IReadOnlyList<DiscoveredSkill> skills, SkillSearchIndex index)
    {
        Volatile.Write(ref _built, new Built([.. skills], index));
        return index;
    }

    private sealed record Built(DiscoveredSkill[] Skills, SkillSearchIndex Index)
    {
        // The registries give the same objects as long as nothing changed.
        public bool IsOf(IReadOnlyList<DiscoveredSkill> skills)
        {
            if (skills.Count != Skills.Length)
            {
                return false;
            }

            for (int i = 0; i < Skills.Length; i++)
            {
                if (!ReferenceEquals(Skills[i], skills[i]))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
