namespace Boternity.Skills.Storage;

/// <content>What was installed is what is there; and back to what was there before.</content>
internal sealed partial class FileSystemSkillStore
{
    /// <inheritdoc/>
    public Task<SkillIntegrityReport> VerifyAsync(CancellationToken cancellationToken = default) =>
        ReadAsync(null, () => _integrity.Verify(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask CheckAsync(
        InstalledSkill skill, SkillIntegrityCheck check = SkillIntegrityCheck.Quick, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(skill);
        SkillIdRules.ThrowIfInvalid(skill.SkillId);
        cancellationToken.ThrowIfCancellationRequested();
        return check == SkillIntegrityCheck.Quick && _integrity.IsUnchanged(skill)
            ? ValueTask.CompletedTask
            : new ValueTask(ReadAsync(skill.SkillId, () => Check(skill, cancellationToken), cancellationToken));
    }

    /// <inheritdoc/>
    public Task<WasmBinary> OpenForExecutionAsync(InstalledSkill skill, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(skill);
        SkillIdRules.ThrowIfInvalid(skill.SkillId);
        if (skill.Type == SkillType.Prompt)
        {
            throw new ArgumentException($"'{skill.SkillId}' is a prompt skill, which has no program.", nameof(skill));
        }

        return ReadAsync(
            skill.SkillId,
            () =>
            {
                if (skill.TrustTier == SkillTrustTier.Untrusted || !_integrity.IsUnchanged(skill))
                {
                    Check(skill, cancellationToken);
                }

                return _integrity.ReadProgram(skill);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<InstalledSkill?> FindPreviousAsync(string skillId, CancellationToken cancellationToken = default)
    {
        SkillIdRules.ThrowIfInvalid(skillId);
        return ReadAsync(skillId, () => _reader.FindPrevious(skillId), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<InstalledSkill> RollbackAsync(string skillId, CancellationToken cancellationToken = default)
    {
        SkillIdRules.ThrowIfInvalid(skillId);
        return WriteAsync(
            skillId,
            () =>
            {
                InstalledSkill previous = _reader.FindPrevious(skillId)
                    ?? throw new SkillNotInstalledException(skillId, $"There is no version of '{skillId}' before the installed one.");
                _integrity.CheckThere(previous, cancellationToken);
                _swap.RollBack(skillId);
                StoreLog.RolledBack(_logger, skillId);
                return _reader.Find(skillId)!;
            },
            cancellationToken);
    }

    private bool Check(InstalledSkill skill, CancellationToken cancellationToken)
    {
        _integrity.Check(skill, cancellationToken);
        return true;
    }
}
