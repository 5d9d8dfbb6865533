namespace Boternity.Skills.Locking;

/// <summary>
/// Installs what the lock files of <c>npx skills</c> list: a project's <c>skills-lock.json</c> and a user's
/// <c>.skill-lock.json</c>.
/// </summary>
public interface ISkillLockImporter
{
    /// <summary>
    /// Finds and fetches every skill of such a file, asks whoever decides about all of them at once, and stores what
    /// was approved. The file says where skills are and seldom at which commit, so that what is there now is installed;
    /// it is told of each whose content is not what the file recorded. One that fails does not stop the others.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Trust, conflicts, progress; null for the defaults.</param>
    /// <param name="cancellationToken">Stops it; what was stored stays.</param>
    /// <exception cref="SkillLockException">The file is missing, damaged or newer; nothing was installed.</exception>
    /// <exception cref="SkillTrustException">The approver gave no answer for each skill; nothing was
    /// stored.</exception>
    Task<SkillImportResult> ImportAsync(
        string path, SkillImportOptions? options = null, CancellationToken cancellationToken = default);
}
