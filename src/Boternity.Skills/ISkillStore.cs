namespace Boternity.Skills;

/// <summary>The skills on this machine's disk. Safe for concurrent use, by several processes too.</summary>
public interface ISkillStore
{
    /// <summary>Installs a skill: afterwards the whole new version is there, or the old state is untouched.</summary>
    /// <exception cref="SkillConflictException">Another source's skill has the directory, and the request does not say replace.</exception>
    /// <exception cref="SkillStoreException">The directory's name is not a plain one, or the disk fails.</exception>
    Task<InstalledSkill> InstallAsync(SkillStoreRequest request, CancellationToken cancellationToken = default);

    /// <summary>The skill in a directory; null when there is none. No other entry is looked at.</summary>
    /// <exception cref="SkillStoreException">The name is not a plain directory name, or the entry is damaged.</exception>
    Task<InstalledSkill?> FindAsync(string directory, CancellationToken cancellationToken = default);

    /// <summary>The skill in a directory. No other entry is looked at.</summary>
    /// <exception cref="SkillNotInstalledException">There is none.</exception>
    /// <exception cref="SkillStoreException">The name is not a plain directory name, or the entry is damaged.</exception>
    Task<InstalledSkill> GetAsync(string directory, CancellationToken cancellationToken = default);

    /// <summary>Everything in the store; damaged entries are reported beside the readable ones.</summary>
    /// <exception cref="SkillStoreException">The store cannot be read.</exception>
    Task<SkillInventory> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>The Markdown body of an installed skill's SKILL.md: what a host puts into a prompt.</summary>
    /// <exception cref="SkillNotInstalledException">The skill is no longer there.</exception>
    /// <exception cref="SkillIntegrityException">The file is not the one that was installed.</exception>
    Task<string> ReadBodyAsync(InstalledSkill skill, CancellationToken cancellationToken = default);

    /// <summary>Removes a skill. Damaged entries can be removed too.</summary>
    /// <returns>False when there was none.</returns>
    /// <exception cref="SkillStoreException">The name is not a plain directory name, or the disk fails.</exception>
    Task<bool> RemoveAsync(string directory, CancellationToken cancellationToken = default);
}
