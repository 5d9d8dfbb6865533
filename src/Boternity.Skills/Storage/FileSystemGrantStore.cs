using System.Collections.Concurrent;
using System.IO.Abstractions;
using Boternity.Skills.Auditing;
using Boternity.Skills.Grants;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Storage;

/// <summary>
/// The default grant store: reads and changes what the entries of <see cref="FileSystemSkillStore"/> hold.
/// </summary>
internal sealed class FileSystemGrantStore : ISkillGrantStore
{
    private const string Success = "success";

    /// <summary>How often both places are looked at, as in <see cref="StoreReader"/>.</summary>
    private const int Looks = 4;

    /// <summary>
    /// Two writes within one tick of the file system's clock look alike; see <see cref="EntryStamps"/>.
    /// </summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMilliseconds(50);

    private readonly StoreLayout _layout;
    private readonly StoreDisk _disk;
    private readonly StoreAccess _access;
    private readonly StoreSwap _swap;
    private readonly StoreReader _reader;
    private readonly AuditTrail _audit;
    private readonly ILogger<FileSystemGrantStore> _logger;
    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>Creates a grant store. Nothing is read or written until it is used.</summary>
    public FileSystemGrantStore(
        IOptions<BoternitySkillsOptions> options,
        IFileSystem fileSystem,
        TimeProvider time,
        ILogger<FileSystemGrantStore> logger,
        ISkillAudit? audit = null,
        StoreChanges? changes = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(fileSystem);
        _layout = new StoreLayout(fileSystem, options.Value.StorePath);
        _disk = new StoreDisk(fileSystem);
        _access = new StoreAccess(_disk, _layout, options.Value.StoreLockTimeout, time, changes);
        _swap = new StoreSwap(_disk, _layout, logger);
        _reader = new StoreReader(_disk, _layout, _swap, logger);
        _audit = new AuditTrail(audit, time);
        _logger = logger;
    }

    /// <inheritdoc/>
    public ValueTask<SkillGrants> GetAsync(InstalledSkill skill, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(skill);
        SkillIdRules.ThrowIfInvalid(skill.SkillId);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_access.Read(skill.SkillId, () => Read(skill)));
    }

    /// <inheritdoc/>
    public Task SetAsync(InstalledSkill skill, SkillGrants grants, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(grants);
        return WriteAsync(skill, () => grants, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<SkillGrants> ChangeAsync(
        InstalledSkill skill, Func<SkillGrants, SkillGrants> change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(skill);
        ArgumentNullException.ThrowIfNull(change);
        return WriteAsync(
            skill,
            () => change(Read(skill)) ?? throw new InvalidOperationException("The change gave no grants."),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> RevokeAsync(string skillId, CancellationToken cancellationToken = default)
    {
        SkillIdRules.ThrowIfInvalid(skillId);
        bool revoked = await _access
            .WriteAsync(skillId, () => Revoke(skillId), cancellationToken)
            .ConfigureAwait(false);
        if (revoked)
        {
            await _audit.RecordAsync(_audit.About(SkillAuditAction.GrantsChanged, skillId, Success) with
            {
                GrantsDigest = SkillGrants.None.ComputeDigest(),
                Detail = "everything was revoked",
            }).ConfigureAwait(false);
        }

        return revoked;
    }

    private bool Revoke(string skillId)
    {
        _swap.Recover(skillId);
        string path = _layout.GrantsPath(_layout.EntryPath(skillId));
        if (!_disk.Exists(path) || !HasGrants(skillId, path))
        {
            return false;
        }

        // Without a record nothing is granted; and a skill whose metadata is damaged can be revoked too.
        _disk.Delete(path);
        _disk.FlushDirectory(_layout.EntryPath(skillId));
        _known.TryRemove(skillId, out _);
        StoreLog.Revoked(_logger, skillId);
        return true;
    }

    private bool HasGrants(string skillId, string path)
    {
        try
        {
            return GrantsRecord.Read(_disk, skillId, path)?.Grants.IsEmpty == false;
        }
        catch (SkillStoreException exception) when (exception.Code == SkillErrorCodes.StoreEntryDamaged)
        {
            return true;
        }
    }

    private async Task<SkillGrants> WriteAsync(
        InstalledSkill skill, Func<SkillGrants> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(skill);
        SkillIdRules.ThrowIfInvalid(skill.SkillId);
        SkillGrants grants = await _access
            .WriteAsync(skill.SkillId, () => Write(skill, change), cancellationToken)
            .ConfigureAwait(false);
        await _audit.RecordAsync(_audit.About(SkillAuditAction.GrantsChanged, skill, Success) with
        {
            GrantsDigest = grants.ComputeDigest(),
        }).ConfigureAwait(false);
        return grants;
    }

    private SkillGrants Write(InstalledSkill skill, Func<SkillGrants> change)
    {
        _swap.Recover(skill.SkillId);
        InstalledSkill installed = _reader.Find(skill.SkillId) ?? throw new SkillNotInstalledException(skill.SkillId);
        if (installed.ContentDigest != skill.ContentDigest || !installed.Source.IsSameSkillAs(skill.Source))
        {
            throw new SkillNotInstalledException(
                skill.SkillId,
                $"'{skill.SkillId}' has been replaced since it was found: what was granted to that version is not "
                    + $"granted to this one.");
        }

        SkillGrants grants = change();
        _disk.CreateDirectory(_layout.Staging);
        _disk.Replace(
            _layout.GrantsPath(_layout.EntryPath(skill.SkillId)),
            _layout.NewStagingPath(),
            GrantsRecord.Write(installed.Source, installed.ContentDigest, grants));
        _known.TryRemove(skill.SkillId, out _);
        StoreLog.Granted(_logger, skill.SkillId);
        return grants;
    }

    private SkillGrants Read(InstalledSkill skill)
    {
        string live = _known.TryGetValue(skill.SkillId, out Known? known)
            ? known.Path
            : _layout.GrantsPath(_layout.EntryPath(skill.SkillId));
        IFileInfo info = _disk.FileSystem.FileInfo.New(live);
        DateTime now = DateTime.UtcNow;
        bool exists = info.Exists;
        (long length, DateTime written) = exists ? (info.Length, info.LastWriteTimeUtc) : default;
        if (exists
            && known is not null
            && known.Length == length
            && known.Written == written)
        {
            return known.Grants.For(skill);
        }

        BoundGrants? grants = Load(skill.SkillId, live);
        if (grants is null)
        {
            return SkillGrants.None;
        }

        if (exists && now - written >= Settled)
        {
            _known[skill.SkillId] = new Known(live, length, written, grants);
        }

        return grants.For(skill);
    }

    // A version that is being replaced is for a moment in the other place, and its grants with it.
    private BoundGrants? Load(string skillId, string live)
    {
        string previous = _layout.GrantsPath(_layout.PreviousPath(skillId));
        for (int look = 0; look < Looks; look++)
        {
            if (GrantsRecord.Read(_disk, skillId, live) is { } grants)
            {
                return grants;
            }

            if (_disk.Exists(_layout.EntryPath(skillId)))
            {
                continue;
            }

            if (GrantsRecord.Read(_disk, skillId, previous) is { } before)
            {
                return before;
            }
        }

        return null;
    }

    private sealed record Known(string Path, long Length, DateTime Written, BoundGrants Grants);
}
