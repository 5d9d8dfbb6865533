using Boternity.Skills.Grants;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Storage;

/// <summary>
/// Puts staged skills and their grants in place, in one step: both are written to one directory, and that is renamed.
/// Needs the store's lock.
/// </summary>
internal sealed class EntryCommit(
    StoreDisk disk,
    StoreLayout layout,
    StoreSwap swap,
    SkillStaging staging,
    NameIndex names,
    RelationIndex relations,
    TimeProvider time,
    ILogger logger)
{
    public InstalledSkill Run(
        StagedSkill staged, StorePlan plan, SkillGrants grants, CancellationToken cancellationToken)
    {
        swap.Recover(staged.Skill.SkillId);
        Entry entry = Prepare(staged, plan, grants, layout.NewStagingPath());
        try
        {
            Write(entry, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            AddToIndexes(entry);
            swap.Publish(entry.Path, entry.Skill.SkillId);
        }
        catch
        {
            swap.Discard(entry.Path);
            throw;
        }

        Complete(entry);
        return entry.Skill;
    }

    /// <summary>Puts several in place, all or none.</summary>
    public IReadOnlyList<InstalledSkill> RunAll(
        IReadOnlyList<(SkillCommit Commit, StorePlan Plan)> commits, CancellationToken cancellationToken)
    {
        foreach ((SkillCommit commit, _) in commits)
        {
            swap.Recover(commit.Staged.Skill.SkillId);
        }

        string together = layout.NewStagingPath();
        disk.CreateDirectory(together);
        Entry[] entries =
        [
            .. commits.Select(one => Prepare(
                one.Commit.Staged,
                one.Plan,
                one.Commit.Grants,
                disk.FileSystem.Path.Combine(together, StoreLayout.EntryName(one.Commit.Staged.Skill.SkillId)))),
        ];
        try
        {
            foreach (Entry entry in entries)
            {
                Write(entry, cancellationToken);
            }

            cancellationToken.ThrowIfCancellationRequested();
            foreach (Entry entry in entries)
            {
                AddToIndexes(entry);
            }

            swap.PublishAll(together);
        }
        catch
        {
            swap.Discard(together);
            throw;
        }

        foreach (Entry entry in entries)
        {
            Complete(entry);
        }

        return [.. entries.Select(static entry => entry.Skill)];
    }

    private Entry Prepare(StagedSkill staged, StorePlan plan, SkillGrants grants, string path)
    {
        // It may have been installed, replaced or removed since it was staged.
        InstalledSkill? installed = staging.FindInstalled(staged.Skill.SkillId, staged.Request);
        InstalledSkill skill = staged.Skill with
        {
            InstalledAt = time.GetUtcNow(),
            Supersedes = SkillStaging.SupersededBy(staged.Skill.ContentDigest, installed, staged.Request),
        };
        return new Entry(skill, plan, grants, installed, path);
    }

    private void Write(Entry entry, CancellationToken cancellationToken)
    {
        InstalledSkill skill = entry.Skill;
        var writer = new StagedWriter(disk, layout, entry.Path);
        writer.Write(layout.ContentPath(entry.Path, skill.SkillId), entry.Plan.Files, cancellationToken);
        writer.Complete(
            StoreMetadataReader.Write(StoreMetadata.Of(skill)),
            GrantsRecord.Write(skill.Source, skill.ContentDigest, entry.Grants));
    }

    // Before it is there: an index that knows too much does no harm.
    private void AddToIndexes(Entry entry)
    {
        names.Add(entry.Skill.Name, entry.Skill.SkillId);
        relations.Add(entry.Skill);
    }

    private void Complete(Entry entry)
    {
        if (entry.Before is { } before)
        {
            if (before.Name != entry.Skill.Name)
            {
                names.Remove(before.Name, entry.Skill.SkillId);
            }

            relations.Remove(before, entry.Skill);
        }

        StoreLog.Installed(logger, entry.Skill.SkillId, entry.Skill.Files.Count);
    }

    private sealed record Entry(
        InstalledSkill Skill, StorePlan Plan, SkillGrants Grants, InstalledSkill? Before, string Path);
}
