namespace Boternity.Skills.Locking;

/// <summary>
/// Keeps a store and a <c>skills.lock.json</c> together. A damaged or newer lock file is refused by every method, and
/// never overwritten.
/// </summary>
public interface ISkillLocker
{
    /// <summary>Reads a lock file.</summary>
    /// <exception cref="SkillLockException">It is missing, damaged or newer.</exception>
    Task<SkillLock> ReadAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>Locks everything that is installed, with what it was granted.</summary>
    /// <exception cref="SkillLockException">The file that is there is damaged or newer.</exception>
    /// <exception cref="SkillStoreException">The store cannot be read, or an entry is damaged: a lock file must not
    /// leave a skill out unseen.</exception>
    Task<SkillLock> SaveAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>
    /// Installs exactly what is locked. Skills that are not locked are left alone. Nothing is resolved. Whoever decides
    /// is asked once about all that is missing.
    /// </summary>
    /// <exception cref="SkillLockException">An entry cannot be had exactly as it is locked, and the options say to
    /// stop.</exception>
    /// <exception cref="SkillException">A step of an install failed.</exception>
    Task<SkillRestoreResult> RestoreAsync(
        string path, SkillRestoreOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Installs one skill under a lock file: as it is locked, or, where the mode allows, as the registries have it now.
    /// </summary>
    /// <param name="path">The lock file. Where the mode is <see cref="SkillLockMode.Update"/> it need not
    /// exist.</param>
    /// <param name="reference">What a person typed. Frozen, it is the id of an entry.</param>
    /// <param name="mode">Whether anything may be resolved.</param>
    /// <param name="options">Trust, id, conflicts; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the install.</param>
    /// <exception cref="SkillLockException">It is not locked, and the mode is frozen; or it cannot be had as it is
    /// locked.</exception>
    /// <exception cref="SkillException">A step of the install failed.</exception>
    Task<InstalledSkill> InstallAsync(
        string path,
        SkillReference reference,
        SkillLockMode mode = SkillLockMode.Frozen,
        SkillInstallOptions? options = null,
        CancellationToken cancellationToken = default);
}
