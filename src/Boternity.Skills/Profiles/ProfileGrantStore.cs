using Boternity.Skills.Grants;
using Boternity.Skills.Storage;

namespace Boternity.Skills.Profiles;

/// <summary>What the skills of a profile are granted: by the profile, else at install.</summary>
internal sealed class ProfileGrantStore(EnabledSkills skills, ISkillGrantStore grants) : ISkillGrantStore
{
    /// <inheritdoc/>
    public async ValueTask<SkillGrants> GetAsync(InstalledSkill skill, CancellationToken cancellationToken = default)
    {
        EnabledSkill enabled = await skills.GetAsync(skill, cancellationToken).ConfigureAwait(false);
        return enabled.Entry.Grants
            ?? await grants.GetAsync(enabled.Skill, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task SetAsync(InstalledSkill skill, SkillGrants grants, CancellationToken cancellationToken = default) =>
        throw ProfileSkillStore.ReadOnly(skills.Profile, skill.SkillId);

    /// <inheritdoc/>
    public Task<SkillGrants> ChangeAsync(
        InstalledSkill skill, Func<SkillGrants, SkillGrants> change, CancellationToken cancellationToken = default) =>
        throw ProfileSkillStore.ReadOnly(skills.Profile, skill.SkillId);

    /// <inheritdoc/>
    public Task<bool> RevokeAsync(string skillId, CancellationToken cancellationToken = default) =>
        throw ProfileSkillStore.ReadOnly(skills.Profile, skillId);
}
