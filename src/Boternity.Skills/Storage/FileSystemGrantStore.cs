using System.Collections.Concurrent;
using System.IO.Abstractions;
using System.Text.Json;
using Boternity.Skills.Grants;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Storage;

/// <summary>The default grant store: a file for each skill below <c>grants</c> of <see cref="BoternitySkillsOptions.StorePath"/>.</summary>
internal sealed class FileSystemGrantStore : ISkillGrantStore
{
    private const long MaxBytes = 4 * 1024 * 1024;

    /// <summary>Two writes within one tick of the file system's clock look alike; see <see cref="EntryStamps"/>.</summary>
    private static readonly TimeSpan s_settled = TimeSpan.FromMilliseconds(50);

    private readonly StoreLayout _layout;
    private readonly StoreDisk _disk;
    private readonly ISkillStore _store;
    private readonly TimeSpan _lockTimeout;
    private readonly TimeProvider _time;
    private readonly ILogger<FileSystemGrantStore> _logger;
    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>Creates a grant store. Nothing is read or written until it is used.</summary>
    public FileSystemGrantStore(
        IOptions<BoternitySkillsOptions> options,
        IFileSystem fileSystem,
        ISkillStore store,
        TimeProvider time,
        ILogger<FileSystemGrantStore> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(fileSystem);
        _layout = new StoreLayout(fileSystem, options.Value.StorePath);
        _disk = new StoreDisk(fileSystem);
        _store = store;
        _lockTimeout = options.Value.StoreLockTimeout;
        _time = time;
        _logger = logger;
    }

    /// <inheritdoc/>
    public ValueTask<SkillGrants> GetAsync(InstalledSkill skill, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(skill);
        SkillIdRules.ThrowIfInvalid(skill.SkillId);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return ValueTask.FromResult(Read(skill));
        }
        catch (Exception exception) when (StoreErrors.IsDisk(exception))
        {
            throw StoreErrors.Unavailable(skill.SkillId, _layout, exception);
        }
    }

    /// <inheritdoc/>
    public Task SetAsync(InstalledSkill skill, SkillGrants grants, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(grants);
        return WriteAsync(skill, _ => grants, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<SkillGrants> ChangeAsync(
        InstalledSkill skill, Func<SkillGrants, SkillGrants> change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(skill);
        ArgumentNullException.ThrowIfNull(change);
        return WriteAsync(skill, () => change(Read(skill)) ?? throw new InvalidOperationException("The change gave no grants."), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> RevokeAsync(string skillId, CancellationToken cancellationToken = default)
    {
        SkillIdRules.ThrowIfInvalid(skillId);
        return UnderLockAsync(
            skillId,
            () =>
            {
                string path = _layout.GrantsPath(skillId);
                bool existed = _disk.Exists(path);
                if (existed)
                {
                    _disk.FileSystem.File.Delete(path);
                    UnixDirectory.Flush(_layout.Grants);
                    _known.TryRemove(skillId, out _);
                    StoreLog.Revoked(_logger, skillId);
                }

                return Task.FromResult(existed);
            },
            cancellationToken);
    }

    private Task<SkillGrants> WriteAsync(InstalledSkill skill, Func<SkillGrants, SkillGrants> change, CancellationToken cancellationToken) =>
        WriteAsync(skill, () => change(SkillGrants.None), cancellationToken);

    private Task<SkillGrants> WriteAsync(InstalledSkill skill, Func<SkillGrants> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(skill);
        SkillIdRules.ThrowIfInvalid(skill.SkillId);
        return UnderLockAsync(
            skill.SkillId,
            async () =>
            {
                InstalledSkill installed = await _store.GetAsync(skill.SkillId, cancellationToken).ConfigureAwait(false);
                if (installed.ContentDigest != skill.ContentDigest || !installed.Source.IsSameSkillAs(skill.Source))
                {
                    throw new SkillNotInstalledException(
                        skill.SkillId, $"'{skill.SkillId}' has been replaced since it was found: what was granted to that version is not granted to this one.");
                }

                SkillGrants grants = change();
                Write(installed, grants);
                StoreLog.Granted(_logger, skill.SkillId);
                return grants;
            },
            cancellationToken);
    }

    private SkillGrants Read(InstalledSkill skill)
    {
        string path = _layout.GrantsPath(skill.SkillId);
        IFileInfo info = _disk.FileSystem.FileInfo.New(path);
        if (!info.Exists)
        {
            return SkillGrants.None;
        }

        DateTime now = DateTime.UtcNow;
        (long length, DateTime written) = (info.Length, info.LastWriteTimeUtc);
        if (!_known.TryGetValue(skill.SkillId, out Known? known) || known.Length != length || known.Written != written)
        {
            known = Load(skill.SkillId, path, length, written);
            if (now - written >= s_settled)
            {
                _known[skill.SkillId] = known;
            }
        }

        return known.ContentDigest == skill.ContentDigest && known.Source.IsSameSkillAs(skill.Source) ? known.Grants : SkillGrants.None;
    }

    private Known Load(string skillId, string path, long length, DateTime written)
    {
        try
        {
            byte[] bytes = _disk.ReadBounded(path, MaxBytes) ?? throw new JsonException($"it is larger than {MaxBytes} bytes");
            StoredGrants? stored = JsonSerializer.Deserialize(bytes, StoreJsonContext.Default.StoredGrants);
            return stored?.FormatVersion == StoredGrants.CurrentFormat
                ? new Known(length, written, stored.Source, stored.ContentDigest, SkillGrants.FromJson(stored.Grants.GetRawText()))
                : throw new JsonException($"it has format {stored?.FormatVersion}, and this version of the library knows {StoredGrants.CurrentFormat}");
        }
        catch (JsonException exception)
        {
            throw StoreErrors.Damaged(skillId, $"the record of what it was granted cannot be read ({exception.Message})", exception);
        }
    }

    private void Write(InstalledSkill skill, SkillGrants grants)
    {
        _disk.FileSystem.Directory.CreateDirectory(_layout.Grants);
        _disk.FileSystem.Directory.CreateDirectory(_layout.Staging);
        using JsonDocument canonical = JsonDocument.Parse(grants.ToCanonicalJson());
        var stored = new StoredGrants
        {
            FormatVersion = StoredGrants.CurrentFormat,
            Source = skill.Source,
            ContentDigest = skill.ContentDigest,
            Grants = canonical.RootElement,
        };
        _disk.Replace(
            _layout.GrantsPath(skill.SkillId),
            _layout.NewStagingPath(),
            JsonSerializer.SerializeToUtf8Bytes(stored, StoreJsonContext.Default.StoredGrants));
        _known.TryRemove(skill.SkillId, out _);
    }

    private Task<T> UnderLockAsync<T>(string skillId, Func<Task<T>> write, CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            try
            {
                using StoreLock held = await StoreLock
                    .AcquireAsync(_disk.FileSystem, _layout, _lockTimeout, _time, skillId, cancellationToken)
                    .ConfigureAwait(false);
                return await write().ConfigureAwait(false);
            }
            catch (Exception exception) when (StoreErrors.IsDisk(exception))
            {
                throw StoreErrors.Unavailable(skillId, _layout, exception);
            }
        },
        cancellationToken);

    private sealed record Known(long Length, DateTime Written, SkillSource Source, string ContentDigest, SkillGrants Grants);
}
