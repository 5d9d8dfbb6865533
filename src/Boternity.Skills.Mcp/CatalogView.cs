using Boternity.Skills.Storage;

namespace Boternity.Skills.Mcp;

/// <summary>The skills that a server offers: those of the whole store, or of a profile.</summary>
internal sealed record CatalogView(ISkillStore Store, ISkillGrantStore Grants, ISkillExecutor Executor)
{
    /// <summary>What is offered now.</summary>
    /// <exception cref="SkillStoreException">The store cannot be read.</exception>
    public async Task<CatalogListing> ReadAsync(Func<InstalledSkill, bool>? filter)
    {
        SkillInventory inventory = await Store.ListAsync().ConfigureAwait(false);
        List<CatalogEntry> skills = [];
        foreach (InstalledSkill skill in inventory.Skills.Where(
            skill => !skill.IsStub && (filter is null || filter(skill))))
        {
            skills.Add(new CatalogEntry(skill, await Grants.GetAsync(skill).ConfigureAwait(false)));
        }

        return new CatalogListing(skills, string.Join('\n', skills.Select(
            static one => $"{one.Skill.SkillId} {one.Skill.ContentDigest} {one.Grants.ComputeDigest()}")));
    }
}

/// <summary>What a server offers, and in which state that is.</summary>
internal sealed record CatalogListing(IReadOnlyList<CatalogEntry> Skills, string State);
