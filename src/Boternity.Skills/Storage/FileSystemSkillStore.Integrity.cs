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
        StoreDirectoryName.ThrowIfInvalid(skill.Directory);
        cancellationToken.ThrowIfCancellationRequested();
        return check == SkillIntegrityCheck.Quick && _integrity.IsUnchanged(skill)
            ? ValueTask.CompletedTask
            : new ValueTask(ReadAsync(skill.Directory, () => Check(skill, cancellationToken), cancellationToken));
    }

    /// <inheritdoc/>
    public Task<WasmBinary> OpenForExecutionAsync(InstalledSkill skill, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(skill);
        StoreDirectoryName.ThrowIfInvalid(skill.Directory);
        if (skill.Type == SkillType.Prompt)
        {
            throw new ArgumentException($"'{skill.Directory}' is a prompt skill, which has no program.", nameof(skill));
        }

        return ReadAsync(
            skill.Directory,
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
    public Task<InstalledSkill?> FindPreviousAsync(string directory, CancellationToken cancellationToken = default)
    {
        StoreDirectoryName.ThrowIfInvalid(directory);
        return ReadAsync(directory, () => _reader.FindPrevious(directory), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<InstalledSkill> RollbackAsync(string directory, CancellationToken cancellationToken = default)
    {
        StoreDirectoryName.ThrowIfInvalid(directory);
        return WriteAsync(
            directory,
            () =>
            {
                InstalledSkill previous = _reader.FindPrevious(directory)
                    ?? throw new SkillNotInstalledException(directory, $"There is no version of '{directory}' before the installed one.");
                _integrity.CheckThere(previous, cancellationToken);
                _swap.RollBack(directory);
                StoreLog.RolledBack(_logger, directory);
                return _reader.Find(directory)!;
            },
            cancellationToken);
    }

    private bool Check(InstalledSkill skill, CancellationToken cancellationToken)
    {
        _integrity.Check(skill, cancellationToken);
        return true;
    }
}
