using Boternity.Skills.Grants;
using Boternity.Skills.Storage;

namespace Boternity.Skills.Profiles;

/// <summary>A store as the bot of a profile sees it.</summary>
internal sealed class ProfileSkillStore(EnabledSkills skills, ISkillStore store) : ISkillStore
{
    /// <inheritdoc/>
    public async Task<InstalledSkill?> FindAsync(string skillId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(skillId);
        try
        {
            return skills.Has(skillId)
                ? (await skills.GetAsync(skillId, cancellationToken).ConfigureAwait(false)).Skill
                : null;
        }
        catch (SkillNotInstalledException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<InstalledSkill> GetAsync(string skillId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(skillId);
        return (await skills.GetAsync(skillId, cancellationToken).ConfigureAwait(false)).Skill;
    }

    /// <inheritdoc/>
    public Task<SkillInventory> ListAsync(CancellationToken cancellationToken = default) =>
        skills.ListAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<InstalledSkill>> FindByNameAsync(
        string name, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<InstalledSkill> named = await store
            .FindByNameAsync(name, cancellationToken)
            .ConfigureAwait(false);
        List<InstalledSkill> found = [];
        foreach (InstalledSkill skill in named.Where(skill => skills.Has(skill.SkillId)))
        {
            found.Add((await skills.GetAsync(skill.SkillId, cancellationToken).ConfigureAwait(false)).Skill);
        }

        return found;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<InstalledSkill>> FindReferringAsync(
        IReadOnlyList<string> names, CancellationToken cancellationToken = default) =>
    [
        .. (await store.FindReferringAsync(names, cancellationToken).ConfigureAwait(false)).Where(skills.Accepts),
    ];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> FindSimilarNamesAsync(
        string name, string skillId, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<string> similar = await store
            .FindSimilarNamesAsync(name, skillId, cancellationToken)
            .ConfigureAwait(false);
        SkillInventory enabled = await skills.ListAsync(cancellationToken).ConfigureAwait(false);
        return [.. similar.Where(other => enabled.Skills.Any(skill => skill.Name == other))];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<InstalledSkill>> FindOrphansAsync(CancellationToken cancellationToken = default) =>
        [.. (await store.FindOrphansAsync(cancellationToken).ConfigureAwait(false)).Where(skills.Accepts)];

    /// <inheritdoc/>
    public async Task<InstalledSkill?> FindPreviousAsync(string skillId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(skillId);
        return skills.Has(skillId)
            && await store.FindPreviousAsync(skillId, cancellationToken).ConfigureAwait(false) is { } previous
            && skills.Accepts(previous)
                ? previous
                : null;
    }

    /// <inheritdoc/>
    public async Task<string> ReadBodyAsync(InstalledSkill skill, CancellationToken cancellationToken = default) =>
        await store
            .ReadBodyAsync(await CurrentAsync(skill, cancellationToken).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<Stream> OpenFileAsync(
        InstalledSkill skill, string path, CancellationToken cancellationToken = default) =>
        await store
            .OpenFileAsync(await CurrentAsync(skill, cancellationToken).ConfigureAwait(false), path, cancellationToken)
            .ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>> ReadFileAsync(
        InstalledSkill skill, string path, CancellationToken cancellationToken = default) =>
        await store
            .ReadFileAsync(await CurrentAsync(skill, cancellationToken).ConfigureAwait(false), path, cancellationToken)
            .ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<string> ReadTextAsync(
        InstalledSkill skill, string path, CancellationToken cancellationToken = default) =>
        await store
            .ReadTextAsync(await CurrentAsync(skill, cancellationToken).ConfigureAwait(false), path, cancellationToken)
            .ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SkillInstructions>> ReadInstructionsAsync(
        InstalledSkill skill, CancellationToken cancellationToken = default)
    {
        InstalledSkill current = await CurrentAsync(skill, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<SkillInstructions> texts = await store
            .ReadInstructionsAsync(current, cancellationToken)
            .ConfigureAwait(false);
        foreach (InstalledSkill parent in texts.Select(static text => text.Skill))
        {
            if (!skills.Has(parent.SkillId))
            {
                // A skill says itself what it inherits: it must not bring a bot what its host keeps from it.
                throw new SkillNotEnabledException(
                    skills.Profile.Name,
                    parent.SkillId,
                    $"'{current.SkillId}' inherits from '{parent.SkillId}', which the profile '{skills.Profile.Name}' "
                        + "does not enable.");
            }

            await skills.GetAsync(parent, cancellationToken).ConfigureAwait(false);
        }

        return texts;
    }

    /// <inheritdoc/>
    public async ValueTask CheckAsync(
        InstalledSkill skill,
        SkillIntegrityCheck check = SkillIntegrityCheck.Quick,
        CancellationToken cancellationToken = default) =>
        await store
            .CheckAsync(await CurrentAsync(skill, cancellationToken).ConfigureAwait(false), check, cancellationToken)
            .ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<WasmBinary> OpenForExecutionAsync(
        InstalledSkill skill, CancellationToken cancellationToken = default) =>
        await store
            .OpenForExecutionAsync(
                await CurrentAsync(skill, cancellationToken).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<SkillIntegrityReport> VerifyAsync(CancellationToken cancellationToken = default)
    {
        SkillIntegrityReport all = await store.VerifyAsync(cancellationToken).ConfigureAwait(false);
        SkillInventory enabled = await skills.ListAsync(cancellationToken).ConfigureAwait(false);
        return new SkillIntegrityReport
        {
            Skills = enabled.Skills.Count,
            Files = enabled.Skills.Sum(static skill => skill.Files.Count),
            Problems = [.. all.Problems.Where(problem => skills.Has(problem.SkillId))],
        };
    }

    /// <inheritdoc/>
    public Task<StagedSkill> StageAsync(SkillStoreRequest request, CancellationToken cancellationToken = default) =>
        throw ReadOnly(skills.Profile, request.SkillId);

    /// <inheritdoc/>
    public Task<InstalledSkill> CommitAsync(
        StagedSkill staged, SkillGrants grants, CancellationToken cancellationToken = default) =>
        throw ReadOnly(skills.Profile, staged.Skill.SkillId);

    /// <inheritdoc/>
    public Task<IReadOnlyList<InstalledSkill>> CommitAsync(
        IReadOnlyList<SkillCommit> commits, CancellationToken cancellationToken = default) =>
        throw ReadOnly(skills.Profile, null);

    /// <inheritdoc/>
    public Task<bool> RemoveAsync(string skillId, CancellationToken cancellationToken = default) =>
        throw ReadOnly(skills.Profile, skillId);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> RemoveAsync(
        string skillId, SkillRemoveOptions options, CancellationToken cancellationToken = default) =>
        throw ReadOnly(skills.Profile, skillId);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> PruneAsync(CancellationToken cancellationToken = default) =>
        throw ReadOnly(skills.Profile, null);

    /// <inheritdoc/>
    public Task<InstalledSkill> RollbackAsync(string skillId, CancellationToken cancellationToken = default) =>
        throw ReadOnly(skills.Profile, skillId);

    /// <summary>What is thrown where a bot would change what all bots have.</summary>
    internal static SkillStoreException ReadOnly(SkillProfile profile, string? skillId) => new(
        SkillErrorCodes.ProfileReadOnly,
        skillId,
        $"What the profile '{profile.Name}' shows of the store is read-only: install, remove and grant with the host's "
            + "own services.");

    private async Task<InstalledSkill> CurrentAsync(InstalledSkill skill, CancellationToken cancellationToken) =>
        (await skills.GetAsync(skill, cancellationToken).ConfigureAwait(false)).Skill;
}
