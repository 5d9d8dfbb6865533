using System.IO.Abstractions;
using System.Runtime.ExceptionServices;
using Boternity.Skills.Auditing;
using Boternity.Skills.Dependencies;
using Boternity.Skills.Grants;
using Boternity.Skills.Manifests;
using Boternity.Skills.Packaging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Storage;

/// <summary>
/// The default store: an entry for each skill below <c>skills</c> of <see cref="BoternitySkillsOptions.StorePath"/>,
/// with the skill's files, what was recorded of them and what was granted. Writers of all processes take turns;
/// readers never wait.
/// </summary>
internal sealed class FileSystemSkillStore : ISkillStore
{
    private const string Success = "success";
    private const int LeastReadTogether = 64;

    private readonly StoreAccess _access;
    private readonly StoreSwap _swap;
    private readonly StoreReader _reader;
    private readonly StoreIntegrity _integrity;
    private readonly SkillStaging _staging;
    private readonly EntryCommit _commit;
    private readonly NameIndex _names;
    private readonly RelationIndex _relations;
    private readonly EntryRemoval _removal;
    private readonly InstructionReader _instructions;
    private readonly EntryFiles _files;
    private readonly AuditTrail _audit;
    private readonly ILogger<FileSystemSkillStore> _logger;

    /// <summary>Creates a store. Nothing is read or written until it is used.</summary>
    public FileSystemSkillStore(
        IOptions<BoternitySkillsOptions> options,
        IFileSystem fileSystem,
        TimeProvider time,
        ILogger<FileSystemSkillStore> logger,
        ISkillAudit? audit = null,
        StoreChanges? changes = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(fileSystem);
        var layout = new StoreLayout(fileSystem, options.Value.StorePath);
        var disk = new StoreDisk(fileSystem);
        _access = new StoreAccess(disk, layout, options.Value.StoreLockTimeout, time, changes);
        _swap = new StoreSwap(disk, layout, logger);
        _reader = new StoreReader(disk, layout, _swap, logger);
        _integrity = new StoreIntegrity(disk, layout, _reader, time);
        _staging = new SkillStaging(layout, _reader, time, logger);
        _names = new NameIndex(disk, layout, _reader);
        _relations = new RelationIndex(disk, layout, _reader);
        _removal = new EntryRemoval(_swap, _reader, _names, _relations, logger);
        _commit = new EntryCommit(disk, layout, _swap, _staging, _names, _relations, time, logger);
        _files = new EntryFiles(disk, layout, _reader);
        _instructions = new InstructionReader(_relations, ReadBody, options.Value.MaxDependencyDepth);
        _audit = new AuditTrail(audit, time);
        _logger = logger;
    }

    /// <inheritdoc/>
    public Task<StagedSkill> StageAsync(SkillStoreRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        string skillId = request.SkillId ?? SkillIdRules.Default(request.Package);
        SkillIdRules.ThrowIfInvalid(skillId);
        StorePlan plan = StorePlan.For(request, skillId);
        return _access.ReadAsync(skillId, () => _staging.Stage(request, skillId, plan), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<InstalledSkill> CommitAsync(
        StagedSkill staged, SkillGrants grants, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(staged);
        ArgumentNullException.ThrowIfNull(grants);
        SkillIdRules.ThrowIfInvalid(staged.Skill.SkillId);
        StorePlan plan = StorePlan.For(staged.Request, staged.Skill.SkillId);
        return plan.Matches(staged.Skill.Files)
            ? _access.WriteAsync(
                staged.Skill.SkillId, () => _commit.Run(staged, plan, grants, cancellationToken), cancellationToken)
            : throw new ArgumentException(
                $"The files and their digests disagree. Take what {nameof(StageAsync)} gives.", nameof(staged));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<InstalledSkill>> CommitAsync(
        IReadOnlyList<SkillCommit> commits, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commits);
        if (commits.Count == 0)
        {
            return Task.FromResult<IReadOnlyList<InstalledSkill>>([]);
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        List<(SkillCommit, StorePlan)> planned = [];
        foreach (SkillCommit commit in commits)
        {
            InstalledSkill skill = commit.Staged.Skill;
            SkillIdRules.ThrowIfInvalid(skill.SkillId);
            StorePlan plan = StorePlan.For(commit.Staged.Request, skill.SkillId);
            if (!plan.Matches(skill.Files) || !ids.Add(StoreLayout.EntryName(skill.SkillId)))
            {
                throw new ArgumentException(
                    $"'{skill.SkillId}' is there twice, or its files and digests disagree. Take what "
                        + $"{nameof(StageAsync)} gives, for each skill once.",
                    nameof(commits));
            }

            planned.Add((commit, plan));
        }

        return _access.WriteAsync(
            commits[0].Staged.Skill.SkillId, () => _commit.RunAll(planned, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<InstalledSkill>> FindByNameAsync(
        string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _access.ReadAsync(null, () => _relations.FindNamed(name), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<InstalledSkill>> FindReferringAsync(
        IReadOnlyList<string> names, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(names);
        return _access.ReadAsync(null, () => _relations.FindReferring(names), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<InstalledSkill?> FindAsync(string skillId, CancellationToken cancellationToken = default)
    {
        SkillIdRules.ThrowIfInvalid(skillId);
        return _access.ReadAsync(skillId, () => _reader.Find(skillId), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<InstalledSkill> GetAsync(string skillId, CancellationToken cancellationToken = default) =>
        await FindAsync(skillId, cancellationToken).ConfigureAwait(false)
            ?? throw new SkillNotInstalledException(skillId);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> FindSimilarNamesAsync(
        string name, string skillId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        SkillIdRules.ThrowIfInvalid(skillId);
        return _access.ReadAsync(skillId, () => _names.Find(name, skillId), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<SkillInventory> ListAsync(CancellationToken cancellationToken = default) =>
        _access.ReadAsync(null, () => List(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<string> ReadBodyAsync(InstalledSkill skill, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(skill);
        SkillIdRules.ThrowIfInvalid(skill.SkillId);
        return _access.ReadAsync(skill.SkillId, () => ReadBody(skill), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SkillInstructions>> ReadInstructionsAsync(
        InstalledSkill skill, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(skill);
        SkillIdRules.ThrowIfInvalid(skill.SkillId);
        return _access.ReadAsync(skill.SkillId, () => _instructions.Read(skill), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Stream> OpenFileAsync(InstalledSkill skill, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(skill);
        SkillIdRules.ThrowIfInvalid(skill.SkillId);
        return _access.ReadAsync<Stream>(skill.SkillId, () => _files.Open(skill, path), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>> ReadFileAsync(
        InstalledSkill skill, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(skill);
        SkillIdRules.ThrowIfInvalid(skill.SkillId);
        return _access.ReadAsync<ReadOnlyMemory<byte>>(
            skill.SkillId, () => _files.Read(skill, path), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<string> ReadTextAsync(InstalledSkill skill, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(skill);
        SkillIdRules.ThrowIfInvalid(skill.SkillId);
        return _access.ReadAsync(skill.SkillId, () => _files.ReadText(skill, path), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> RemoveAsync(string skillId, CancellationToken cancellationToken = default) =>
        (await RemoveAsync(skillId, new SkillRemoveOptions(), cancellationToken).ConfigureAwait(false)).Count > 0;

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> RemoveAsync(
        string skillId, SkillRemoveOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        SkillIdRules.ThrowIfInvalid(skillId);
        return RemoveAsync(skillId, () => _removal.Run(skillId, options), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<InstalledSkill>> FindOrphansAsync(CancellationToken cancellationToken = default) =>
        _access.ReadAsync(
            null, () => new InstalledGraph(_removal.ReadAll()).FindOrphans(), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> PruneAsync(CancellationToken cancellationToken = default) =>
        RemoveAsync(null, _removal.Prune, cancellationToken);

    /// <inheritdoc/>
    public Task<SkillIntegrityReport> VerifyAsync(CancellationToken cancellationToken = default) =>
        _access.ReadAsync(null, () => _integrity.Verify(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask CheckAsync(
        InstalledSkill skill,
        SkillIntegrityCheck check = SkillIntegrityCheck.Quick,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(skill);
        SkillIdRules.ThrowIfInvalid(skill.SkillId);
        cancellationToken.ThrowIfCancellationRequested();
        return check == SkillIntegrityCheck.Quick && _integrity.IsUnchanged(skill)
            ? ValueTask.CompletedTask
            : new ValueTask(_access.ReadAsync(skill.SkillId, () => Check(skill, cancellationToken), cancellationToken));
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

        return _access.ReadAsync(skill.SkillId, () => OpenProgram(skill, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<InstalledSkill?> FindPreviousAsync(string skillId, CancellationToken cancellationToken = default)
    {
        SkillIdRules.ThrowIfInvalid(skillId);
        return _access.ReadAsync(skillId, () => _reader.FindPrevious(skillId), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<InstalledSkill> RollbackAsync(string skillId, CancellationToken cancellationToken = default)
    {
        SkillIdRules.ThrowIfInvalid(skillId);
        InstalledSkill skill = await _access
            .WriteAsync(skillId, () => RollBack(skillId, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        await _audit.RecordAsync(_audit.About(SkillAuditAction.RolledBack, skill, Success)).ConfigureAwait(false);
        return skill;
    }

    private async Task<IReadOnlyList<string>> RemoveAsync(
        string? skillId, Func<IReadOnlyList<RemovedEntry>> remove, CancellationToken cancellationToken)
    {
        IReadOnlyList<RemovedEntry> removed = await _access
            .WriteAsync(skillId, remove, cancellationToken)
            .ConfigureAwait(false);
        foreach (RemovedEntry entry in removed)
        {
            await _audit.RecordAsync(entry.Skill is null
                ? _audit.About(SkillAuditAction.Removed, entry.SkillId, Success)
                : _audit.About(SkillAuditAction.Removed, entry.Skill, Success)).ConfigureAwait(false);
        }

        return [.. removed.Select(static entry => entry.SkillId)];
    }

    private string ReadBody(InstalledSkill skill) => SkillManifestReader
        .Read(
            _files.Read(skill, SkillPackage.ManifestFileName),
            new SkillManifestReadOptions { FolderName = skill.SkillId })
        .Body;

    private InstalledSkill RollBack(string skillId, CancellationToken cancellationToken)
    {
        _swap.Recover(skillId);
        InstalledSkill previous = _reader.FindPrevious(skillId)
            ?? throw new SkillNotInstalledException(
                skillId, $"There is no version of '{skillId}' before the installed one.");
        _integrity.CheckThere(previous, cancellationToken);
        _names.Add(previous.Name, skillId);
        _relations.Add(previous);
        _swap.RollBack(skillId);
        StoreLog.RolledBack(_logger, skillId);
        return _reader.Find(skillId)!;
    }

    private WasmBinary OpenProgram(InstalledSkill skill, CancellationToken cancellationToken)
    {
        if (skill.TrustTier == SkillTrustTier.Untrusted || !_integrity.IsUnchanged(skill))
        {
            _integrity.Check(skill, cancellationToken);
        }

        return _integrity.ReadProgram(skill);
    }

    private SkillInventory List(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> names = _reader.EntryNames();
        var found = new object?[names.Count];
        if (names.Count < LeastReadTogether)
        {
            for (int i = 0; i < found.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                found[i] = ReadEntry(names[i]);
            }
        }
        else
        {
            ReadTogether(names, found, cancellationToken);
        }

        List<InstalledSkill> skills = [.. found.OfType<InstalledSkill>()];
        List<DamagedSkill> damaged = [.. found.OfType<DamagedSkill>()];
        skills.Sort((a, b) => string.CompareOrdinal(a.SkillId, b.SkillId));
        return new SkillInventory { Skills = skills, Damaged = damaged };
    }

    // Reading an entry is a file and its JSON: half of the time is the processor's, and the other cores can have it.
    private void ReadTogether(IReadOnlyList<string> names, object?[] found, CancellationToken cancellationToken)
    {
        try
        {
            Parallel.For(
                0,
                found.Length,
                new ParallelOptions { CancellationToken = cancellationToken },
                i => found[i] = ReadEntry(names[i]));
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }

    private object? ReadEntry(string name)
    {
        try
        {
            return _reader.FindEntry(name);
        }
        catch (SkillStoreException exception)
        {
            StoreLog.Damaged(_logger, PackageErrors.Show(name), exception.Message);
            return new DamagedSkill { SkillId = name, Error = exception };
        }
    }

    private bool Check(InstalledSkill skill, CancellationToken cancellationToken)
    {
        _integrity.Check(skill, cancellationToken);
        return true;
    }
}
