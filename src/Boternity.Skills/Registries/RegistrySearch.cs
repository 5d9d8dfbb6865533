using Boternity.Skills.Search;

namespace Boternity.Skills.Registries;

/// <summary>The search of a registry: its index is made once for the skills that the registry has.</summary>
internal sealed class RegistrySearch
{
    private Built? _built;

    /// <summary>Searches the skills, with the index that is there if it is of the same ones.</summary>
    public IReadOnlyList<DiscoveredSkill> Search(IReadOnlyList<DiscoveredSkill> skills, string query, int limit)
    {
        Built? built = Volatile.Read(ref _built);
        if (built is null || !built.IsOf(skills))
        {
            built = new Built([.. skills], new SkillSearchIndex(skills));
            Volatile.Write(ref _built, built);
        }

        return built.Index.Search(query, limit);
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
