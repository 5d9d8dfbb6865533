using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Storage;

/// <summary>Finds entries without the lock, while others may be replacing them.</summary>
internal sealed class StoreReader(StoreDisk disk, StoreLayout layout, StoreSwap swap, ILogger logger)
{
    /// <summary>
    /// Each look at both places can only miss a skill when a whole replacement went by in between, which writes and
    /// flushes files meanwhile; that this happens to one reader so often in a row is out of the question.
    /// </summary>
    private const int Looks = 4;

    /// <summary>
    /// The skill of an id; null when there is none. An id that differs in case, or in how it is composed, is another.
    /// </summary>
    /// <exception cref="SkillStoreException">The entry is damaged.</exception>
    public InstalledSkill? Find(string skillId) =>
        FindEntry(skillId, StoreLayout.EntryName(skillId)) is { } skill && skill.SkillId == skillId ? skill : null;

    /// <summary>The skill that has an id, or has it for some file systems; null when there is none.</summary>
    /// <exception cref="SkillStoreException">The entry is damaged.</exception>
    public InstalledSkill? FindTwin(string skillId) => FindEntry(skillId, StoreLayout.EntryName(skillId));

    /// <summary>The skill in an entry; null when there is none.</summary>
    /// <exception cref="SkillStoreException">The entry is damaged.</exception>
    public InstalledSkill? FindEntry(string entryName) => FindEntry(entryName, entryName);

    /// <summary>The version before the installed one; null when there is none.</summary>
    /// <exception cref="SkillStoreException">It is damaged.</exception>
    public InstalledSkill? FindPrevious(string skillId)
    {
        string path = layout.PreviousPath(skillId);
        if (Find(skillId) is not { } installed || installed.RootPath == layout.ContentPath(path, installed.SkillId))
        {
            return null;
        }

        TryRead(skillId, path, out InstalledSkill? previous, out SkillStoreException? damaged);
        return damaged is null ? previous : throw damaged;
    }

    /// <summary>The names of all entries, sorted (ordinal). Names that begin with a dot are nobody's entry.</summary>
    public IReadOnlyList<string> EntryNames() =>
    [
        .. disk.Names(layout.Skills)
            .Concat(disk.Names(layout.Previous))
            .Concat(disk.Names(layout.Transaction))
            .Concat(disk.Names(layout.Skills))
            .Where(name => name[0] != '.')
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    private InstalledSkill? FindEntry(string skillId, string entryName)
    {
        string live = disk.FileSystem.Path.Combine(layout.Skills, entryName);
        string aside = disk.FileSystem.Path.Combine(layout.Previous, entryName);
        SkillStoreException? damaged = null;
        for (int look = 0; look < Looks; look++)
        {
            damaged = null;
            if (disk.Exists(layout.Transaction)
                && !TryRecover(skillId)
                && TryRead(
                    skillId,
                    disk.FileSystem.Path.Combine(layout.Transaction, entryName),
                    out InstalledSkill? pending,
                    out _))
            {
                return pending;
            }

            if (TryRead(skillId, live, out InstalledSkill? skill, out damaged))
            {
                return skill;
            }

            if (damaged is null && TryRead(skillId, aside, out skill, out damaged) && !TryRecover(skillId))
            {
                return skill;
            }
        }

        return damaged is null ? null : throw damaged;
    }

    /// <summary>Reads the entry at a path.</summary>
    /// <returns>False when nothing is there (<paramref name="damaged"/> is null), or when its metadata is
    /// not.</returns>
    /// <exception cref="SkillStoreException">The entry is damaged in a way that no replacement explains.</exception>
    private bool TryRead(string skillId, string path, out InstalledSkill? skill, out SkillStoreException? damaged)
    {
        skill = null;
        damaged = null;
        switch (disk.Attributes(path))
        {
            case null:
                return false;
            case { } attributes when (attributes & FileAttributes.ReparsePoint) != 0:
                throw StoreErrors.Damaged(skillId, "it is a link");
            case { } attributes when (attributes & FileAttributes.Directory) == 0:
                throw StoreErrors.Damaged(skillId, "it is a file, not a directory");
        }

        byte[]? bytes;
        try
        {
            bytes = disk.ReadBounded(layout.MetadataPath(path), StoreMetadataReader.MaxBytes);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            damaged = StoreErrors.Damaged(skillId, $"it has no {StoreLayout.MetadataFileName}", exception);
            return false;
        }
        catch (Exception exception) when (StoreErrors.IsNoFile(exception))
        {
            throw StoreErrors.Damaged(
                skillId, $"its {StoreLayout.MetadataFileName} cannot be read: {exception.Message}", exception);
        }

        if (bytes is null)
        {
            throw StoreErrors.Damaged(
                skillId, $"its {StoreLayout.MetadataFileName} is larger than {StoreMetadataReader.MaxBytes} bytes");
        }

        string entryName = disk.FileSystem.Path.GetFileName(path);
        skill = StoreMetadataReader.ToInstalled(StoreMetadataReader.Read(skillId, entryName, bytes), path, layout);
        damaged = FindMissing(skill) is { } missing ? StoreErrors.Damaged(skillId, $"its {missing} is missing") : null;
        return damaged is null;
    }

    // The two files that make a skill; whether they and the others are what they were is for verification to say.
    private string? FindMissing(InstalledSkill skill) =>
        !disk.Exists(layout.FilePath(skill.RootPath, SkillPackage.ManifestFileName)) ? SkillPackage.ManifestFileName
        : skill.WasmPath is not null && !disk.Exists(skill.WasmPath) ? SkillPackage.WasmFileName
        : null;

    /// <summary>Finishes for a writer that died between its two renames. While it lives, the lock is its own.</summary>
    private bool TryRecover(string skillId)
    {
        try
        {
            using StoreLock? held = StoreLock.TryAcquire(disk, layout);
            if (held is null)
            {
                return false;
            }

            swap.FinishTransaction();
            swap.PutBack(skillId);
            return true;
        }
        catch (Exception exception) when (StoreErrors.IsDisk(exception))
        {
            // A reader that may not write still reads the version in the other place.
            StoreLog.NotRecovered(logger, skillId, exception);
            return false;
        }
    }
}
