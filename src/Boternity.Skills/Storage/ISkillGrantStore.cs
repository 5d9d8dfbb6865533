using Boternity.Skills.Grants;

namespace Boternity.Skills.Storage;

/// <summary>
/// What the host granted installed skills. Grants are bound to the whole content of a skill and to where it came from:
/// an update, or any changed byte, leaves a skill with none. Safe for concurrent use, by several processes too.
/// </summary>
public interface ISkillGrantStore
{
    /// <summary>
    /// What a skill is granted now, whichever process granted or revoked it; nothing where the content is not what it
    /// was granted for.
    /// </summary>
    /// <exception cref="SkillStoreException">The record cannot be read: nothing is granted by mistake, and nothing runs
    /// without what it was granted.</exception>
    ValueTask<SkillGrants> GetAsync(InstalledSkill skill, CancellationToken cancellationToken = default);

    /// <summary>Grants a skill exactly this, in place of what it was granted before.</summary>
    /// <exception cref="SkillNotInstalledException">The skill is not installed, or not in this version.</exception>
    /// <exception cref="SkillStoreException">The disk fails.</exception>
    Task SetAsync(InstalledSkill skill, SkillGrants grants, CancellationToken cancellationToken = default);

    /// <summary>
    /// Changes what a skill is granted, such as by revoking a single grant. No other change comes in between, and the
    /// next execution obeys.
    /// </summary>
    /// <param name="skill">The skill.</param>
    /// <param name="change">From what is granted to what shall be.</param>
    /// <param name="cancellationToken">Stops the change before it is made.</param>
    /// <returns>What is granted now.</returns>
    /// <exception cref="SkillNotInstalledException">The skill is not installed, or not in this version.</exception>
    /// <exception cref="SkillStoreException">The disk fails, or the record cannot be read.</exception>
    Task<SkillGrants> ChangeAsync(
        InstalledSkill skill, Func<SkillGrants, SkillGrants> change, CancellationToken cancellationToken = default);

    /// <summary>
    /// Revokes everything that was granted to whatever is installed under an id. A record that cannot be read goes too.
    /// </summary>
    /// <returns>False when nothing was recorded.</returns>
    /// <exception cref="SkillStoreException">The id is not a plain directory name, or the disk fails.</exception>
    Task<bool> RevokeAsync(string skillId, CancellationToken cancellationToken = default);
}
