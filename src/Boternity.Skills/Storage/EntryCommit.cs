using Boternity.Skills.Grants;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Storage;

/// <summary>
/// Puts a staged skill and its grants in place, in one step: both are written to one directory, and that is renamed.
/// Needs the store's lock.
/// </summary>
internal sealed class EntryCommit(
    StoreDisk disk,
    StoreLayout layout,
    StoreSwap swap,
    SkillStaging staging,
    NameIndex names,
    TimeProvider time,
    ILogger logger)
{
    public InstalledSkill Run(
        StagedSkill staged, StorePlan plan, SkillGrants grants, CancellationToken cancellationToken)
    {
        string skillId = staged.Skill.SkillId;
        swap.Recover(skillId);

        // It may have been installed, replaced or removed since it was staged.
        InstalledSkill? installed = staging.FindInstalled(skillId, staged.Request);
        InstalledSkill skill = staged.Skill with
        {
            InstalledAt = time.GetUtcNow(),
            Supersedes = SkillStaging.SupersededBy(staged.Skill.ContentDigest, installed, staged.Request),
        };
        string entry = layout.NewStagingPath();
        try
        {
            var writer = new StagedWriter(disk, layout, entry);
            writer.Write(layout.ContentPath(entry, skillId), plan.Files, cancellationToken);
            writer.Complete(
                StoreMetadataReader.Write(StoreMetadata.Of(skill)),
                GrantsRecord.Write(skill.Source, skill.ContentDigest, grants));
            cancellationToken.ThrowIfCancellationRequested();

            // Before it is there: an index that knows too much does no harm.
            names.Add(skill.Name, skillId);
            swap.Publish(entry, skillId);
        }
        catch
        {
            swap.Discard(entry);
            throw;
        }

        if (installed is not null && installed.Name != skill.Name)
        {
            names.Remove(installed.Name, skillId);
        }

        StoreLog.Installed(logger, skillId, skill.Files.Count);
        return skill;
    }
}
