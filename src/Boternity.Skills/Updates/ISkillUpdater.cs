namespace Boternity.Skills.Updates;

/// <summary>Finds and installs updates of installed skills.</summary>
public interface ISkillUpdater
{
    /// <summary>Asks the registries of all installed skills what has moved, each of them once.</summary>
    /// <exception cref="SkillRegistryException">A registry cannot be read.</exception>
    /// <exception cref="SkillStoreException">The store cannot be read.</exception>
    Task<IReadOnlyList<SkillUpdateStatus>> CheckAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Updates a skill, as atomically as an install; the version before is kept for
    /// <see cref="ISkillStore.RollbackAsync"/>. It gets no more trust than the host's policy gives the new content,
    /// stays untrusted where it was, and loses its grants, which were for other content. A skill that is pinned,
    /// current or gone stays as it is, and the result says why.
    /// </summary>
    /// <exception cref="Storage.SkillNotInstalledException">No skill is installed under that id.</exception>
    /// <exception cref="SkillException">A step of the install failed; the skill is as it was.</exception>
    Task<SkillUpdateResult> UpdateAsync(string skillId, CancellationToken cancellationToken = default);

    /// <summary>The same, and tells how far the install is.</summary>
    /// <param name="skillId">The skill.</param>
    /// <param name="progress">Is told of each step as it begins, and how much has been fetched.</param>
    /// <param name="cancellationToken">Stops it; the skill is then as it was.</param>
    /// <inheritdoc cref="UpdateAsync(string, CancellationToken)"/>
    Task<SkillUpdateResult> UpdateAsync(
        string skillId,
        IProgress<SkillInstallProgress>? progress,
        CancellationToken cancellationToken = default) => UpdateAsync(skillId, cancellationToken);

    /// <summary>
    /// Updates all installed skills that moved: the registries are asked once, each archive is fetched once, and
    /// whoever decides is asked once about all that changed. One that fails or is refused stays as it was, and does not
    /// stop the others.
    /// </summary>
    /// <param name="progress">Is told of each step as it begins.</param>
    /// <param name="cancellationToken">Stops it; what was updated stays so.</param>
    /// <exception cref="SkillRegistryException">A registry cannot be read.</exception>
    /// <exception cref="SkillStoreException">The store cannot be read.</exception>
    Task<SkillUpdateReport> UpdateAllAsync(
        IProgress<SkillInstallProgress>? progress = null, CancellationToken cancellationToken = default);
}
