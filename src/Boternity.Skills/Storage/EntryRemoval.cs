using Boternity.Skills.Dependencies;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Storage;

/// <summary>Takes skills out of the store, with what others need in mind. Needs the store's lock.</summary>
internal sealed class EntryRemoval(
    StoreSwap swap, StoreReader reader, NameIndex names, RelationIndex relations, ILogger logger)
{
    /// <summary>Removes a skill, and on request what only it needed.</summary>
    /// <returns>What was removed; a skill whose entry is damaged is known by its id alone.</returns>
    /// <exception cref="SkillDependencyException">Others need it.</exception>
    public IReadOnlyList<RemovedEntry> Run(string skillId, SkillRemoveOptions options)
    {
        swap.Recover(skillId);
        InstalledSkill? skill = Try(() => reader.FindTwin(skillId));
        if (skill is not null && skill.SkillId != skillId)
        {
            return [];
        }

        if (skill is not null && options.Dependents == SkillDependentsPolicy.Refuse)
        {
            ThrowIfNeeded(skill);
        }

        // Looked for before it is gone: what it says of others goes with it.
        IReadOnlySet<string> needed = skill is not null && options.Orphans == SkillOrphanPolicy.Remove
            ? new InstalledGraph(ReadAll()).ReachableFrom(skill)
            : new HashSet<string>();
        List<RemovedEntry> removed = [];
        Remove(skillId, skill, removed);
        if (removed.Count > 0 && needed.Count > 0)
        {
            // Each goes before what it needs: whenever the process ends, nothing is there without what it needs.
            foreach (InstalledSkill orphan in new InstalledGraph(ReadAll()).FindOrphans())
            {
                if (needed.Contains(orphan.SkillId))
                {
                    Remove(orphan.SkillId, orphan, removed);
                }
            }
        }

        return removed;
    }

    /// <summary>Removes all that nobody asked for and nobody needs.</summary>
    public IReadOnlyList<RemovedEntry> Prune()
    {
        List<RemovedEntry> removed = [];
        foreach (InstalledSkill orphan in new InstalledGraph(ReadAll()).FindOrphans())
        {
            swap.Recover(orphan.SkillId);
            Remove(orphan.SkillId, orphan, removed);
        }

        return removed;
    }

    /// <summary>The skills of all entries that can be read.</summary>
    public IEnumerable<InstalledSkill> ReadAll() =>
        reader.EntryNames().Select(entry => Try(() => reader.FindEntry(entry))).OfType<InstalledSkill>();

    private void ThrowIfNeeded(InstalledSkill skill)
    {
        DependencyNode node = DependencyNode.Of(skill);
        string[] dependents =
        [
            .. relations.FindReferring(node.Names)
                .Where(other => other.SkillId != skill.SkillId && Needs(other, node))
                .Select(static other => other.SkillId),
        ];
        if (dependents.Length > 0)
        {
            throw new SkillDependencyException(
                SkillErrorCodes.DependencyRequired,
                [dependents[0], skill.SkillId],
                $"'{skill.SkillId}' is needed by {string.Join(", ", dependents.Select(static id => $"'{id}'"))}: "
                    + "remove that first, or say that it is to be removed all the same.");
        }
    }

    // Another installed skill may do in its place.
    private bool Needs(InstalledSkill other, DependencyNode node) =>
        DependencyNode.Of(other).Required.Any(wanted => node.IsNamedBy(wanted)
            && !relations.FindNamed(wanted.Name).Any(
                one => one.SkillId != node.SkillId && DependencyNode.Of(one).Satisfies(wanted)));

    private void Remove(string skillId, InstalledSkill? skill, List<RemovedEntry> removed)
    {
        if (!swap.Remove(skillId))
        {
            return;
        }

        if (skill is not null)
        {
            names.Remove(skill.Name, skillId);
            relations.Remove(skill, null);
        }

        StoreLog.Removed(logger, skillId);
        removed.Add(new RemovedEntry(skillId, skill));
    }

    // What cannot be read can be removed.
    private static InstalledSkill? Try(Func<InstalledSkill?> find)
    {
        try
        {
            return find();
        }
        catch (SkillStoreException exception) when (exception.Code == SkillErrorCodes.StoreEntryDamaged)
        {
            return null;
        }
    }
}

/// <summary>What was removed; null for the skill where its entry was damaged.</summary>
internal sealed record RemovedEntry(string SkillId, InstalledSkill? Skill);
