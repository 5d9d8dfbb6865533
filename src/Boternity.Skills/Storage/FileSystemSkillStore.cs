using System.IO.Abstractions;
using Boternity.Skills.Manifests;
using Boternity.Skills.Packaging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Storage;

/// <summary>
/// The default store: a directory for each skill below <c>skills</c> of <see cref="BoternitySkillsOptions.StorePath"/>, with the
/// skill's files, its <c>skill.wasm</c> and a <c>.boternity-meta.json</c>. Writers of all processes take turns; readers never wait.
/// </summary>
internal sealed partial class FileSystemSkillStore : ISkillStore
{
    /// <summary>How many replaced versions are remembered.</summary>
    private const int MaxSuperseded = 100;

    private readonly StoreLayout _layout;
    private readonly StoreDisk _disk;
    private readonly StoreSwap _swap;
    private readonly StoreReader _reader;
    private readonly StoreIntegrity _integrity;
    private readonly TimeSpan _lockTimeout;
    private readonly TimeProvider _time;
    private readonly ILogger<FileSystemSkillStore> _logger;

    /// <summary>Creates a store. Nothing is read or written until it is used.</summary>
    public FileSystemSkillStore(
        IOptions<BoternitySkillsOptions> options, IFileSystem fileSystem, TimeProvider time, ILogger<FileSystemSkillStore> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(fileSystem);
        _layout = new StoreLayout(fileSystem, options.Value.StorePath);
        _disk = new StoreDisk(fileSystem);
        _swap = new StoreSwap(_disk, _layout, logger);
        _reader = new StoreReader(_disk, _layout, _swap, logger);
        _integrity = new StoreIntegrity(_disk, _layout, _reader, time);
        _lockTimeout = options.Value.StoreLockTimeout;
        _time = time;
        _logger = logger;
    }

    /// <inheritdoc/>
    public Task<InstalledSkill> InstallAsync(SkillStoreRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        string skillId = request.SkillId ?? SkillIdRules.Default(request.Package);
        SkillIdRules.ThrowIfInvalid(skillId);
        StorePlan plan = StorePlan.For(request, skillId);
        foreach (string path in plan.LeftOut)
        {
            StoreLog.LeftOut(_logger, PackageErrors.Show(path), skillId);
        }

        return WriteAsync(skillId, () => Install(skillId, request, plan, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<SkillStorePreview> PreviewAsync(SkillStoreRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        string skillId = request.SkillId ?? SkillIdRules.Default(request.Package);
        SkillIdRules.ThrowIfInvalid(skillId);
        StorePlan plan = StorePlan.For(request, skillId);
        return ReadAsync(skillId, () => Preview(skillId, request, plan), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<InstalledSkill?> FindAsync(string skillId, CancellationToken cancellationToken = default)
    {
        SkillIdRules.ThrowIfInvalid(skillId);
        return ReadAsync(skillId, () => _reader.Find(skillId), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<InstalledSkill> GetAsync(string skillId, CancellationToken cancellationToken = default) =>
        await FindAsync(skillId, cancellationToken).ConfigureAwait(false) ?? throw new SkillNotInstalledException(skillId);

    /// <inheritdoc/>
    public Task<SkillInventory> ListAsync(CancellationToken cancellationToken = default) =>
        ReadAsync(null, () => List(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async Task<string> ReadBodyAsync(InstalledSkill skill, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(skill);
        SkillIdRules.ThrowIfInvalid(skill.SkillId);
        byte[] bytes = await ReadAsync(skill.SkillId, () => ReadManifestFile(skill), cancellationToken).ConfigureAwait(false);
        return SkillManifestReader.Read(bytes, new SkillManifestReadOptions { FolderName = skill.SkillId }).Body;
    }

    /// <inheritdoc/>
    public Task<bool> RemoveAsync(string skillId, CancellationToken cancellationToken = default)
    {
        SkillIdRules.ThrowIfInvalid(skillId);
        return WriteAsync(
            skillId,
            () =>
            {
                // First what it was granted: should the rest not come to pass, it is there with nothing.
                _disk.Delete(_layout.GrantsPath(skillId));
                bool removed = _swap.Remove(skillId);
                if (removed)
                {
                    StoreLog.Removed(_logger, skillId);
                }

                return removed;
            },
            cancellationToken);
    }

    private SkillStorePreview Preview(string skillId, SkillStoreRequest request, StorePlan plan)
    {
        CheckConflicts(skillId, request);
        StoreMetadata metadata = Describe(skillId, request, plan, supersedes: null);
        InstalledSkill next = StoreMetadataReader.ToInstalled(metadata, _layout.SkillPath(skillId), _layout);
        return new SkillStorePreview { Installed = FindInstalled(skillId, request.Conflict), Next = next };
    }

    private InstalledSkill Install(string skillId, SkillStoreRequest request, StorePlan plan, CancellationToken cancellationToken)
    {
        IReadOnlyList<string>? supersedes = CheckConflicts(skillId, request);
        StoreMetadata metadata = Describe(skillId, request, plan, supersedes);
        string staged = _layout.NewStagingPath();
        try
        {
            var writer = new StagedWriter(_disk, _layout, staged);
            writer.Write(plan, cancellationToken);
            writer.Complete(metadata);
            cancellationToken.ThrowIfCancellationRequested();
            _swap.Publish(staged, skillId);
        }
        catch (Exception)
        {
            _swap.Discard(staged);
            throw;
        }

        StoreLog.Installed(_logger, skillId, metadata.Files.Count);
        return StoreMetadataReader.ToInstalled(metadata, _layout.SkillPath(skillId), _layout);
    }

    /// <summary>What is recorded of an install. Throws where the content is not what the request expects.</summary>
    private StoreMetadata Describe(string skillId, SkillStoreRequest request, StorePlan plan, IReadOnlyList<string>? supersedes)
    {
        IReadOnlyList<InstalledFile> files = plan.Describe();
        string digest = StoreMetadataReader.DigestOf(files);
        CheckDigest(skillId, request, digest);
        return new StoreMetadata
        {
            FormatVersion = StoreMetadata.CurrentFormat,
            SkillId = skillId,
            Source = request.Package.Source,
            InstalledAt = _time.GetUtcNow(),
            Version = request.Package.Manifest.Version,
            TrustTier = request.TrustTier,
            WasmKind = request.Wasm?.Kind,
            TreeDigest = SkillDigest.OfGitTree(request.Package.Files),
            Files = files,
            Manifest = request.Package.Manifest,
            Supersedes = supersedes?.Except([digest]).ToArray(),
        };
    }

    /// <returns>The content digests that the new version supersedes; null when there are none.</returns>
    private string[]? CheckConflicts(string skillId, SkillStoreRequest request)
    {
        SkillSource source = request.Package.Source;
        string key = PathKey.Of(skillId);
        if (_reader.Names().FirstOrDefault(name => name != skillId && PathKey.Of(name) == key) is { } twin)
        {
            // One entry on Windows and macOS, two on Linux: what a store holds must not depend on where it lies.
            throw new SkillStoreException(
                SkillErrorCodes.StoreConflict,
                skillId,
                $"'{skillId}' is, for some file systems, the installed '{twin}'. Use that name, or remove it first.");
        }

        InstalledSkill? installed = FindInstalled(skillId, request.Conflict);
        if (installed is null)
        {
            return null;
        }

        bool isSame = installed.Source.IsSameSkillAs(source);
        if (!isSame && request.Conflict == SkillConflictPolicy.Refuse)
        {
            throw new SkillConflictException(skillId, installed.Source, source);
        }

        return isSame ? [.. installed.Supersedes.Except([installed.ContentDigest]).TakeLast(MaxSuperseded - 1), installed.ContentDigest] : null;
    }

    private InstalledSkill? FindInstalled(string skillId, SkillConflictPolicy conflict)
    {
        try
        {
            return _reader.Find(skillId);
        }
        catch (SkillStoreException exception) when (conflict == SkillConflictPolicy.Replace && exception.Code == SkillErrorCodes.StoreEntryDamaged)
        {
            return null;
        }
    }

    private static void CheckDigest(string skillId, SkillStoreRequest request, string digest)
    {
        if (request.ExpectedContentDigest is { } expected && digest != expected)
        {
            throw new SkillStoreException(
                SkillErrorCodes.StoreContent,
                skillId,
                $"The content of {request.Package.Source} is not what was expected: its digest is {digest}, not {PackageErrors.Show(expected)}.");
        }
    }

    private SkillInventory List(CancellationToken cancellationToken)
    {
        List<InstalledSkill> skills = [];
        List<DamagedSkill> damaged = [];
        foreach (string name in _reader.Names())
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (_reader.Find(name) is { } skill)
                {
                    skills.Add(skill);
                }
            }
            catch (SkillStoreException exception)
            {
                StoreLog.Damaged(_logger, PackageErrors.Show(name), exception.Message);
                damaged.Add(new DamagedSkill { SkillId = name, Error = exception });
            }
        }

        return new SkillInventory { Skills = skills, Damaged = damaged };
    }

    /// <summary>The SKILL.md of the version that the caller holds, which may have been replaced since.</summary>
    private byte[] ReadManifestFile(InstalledSkill skill)
    {
        InstalledFile recorded = skill.Files.FirstOrDefault(file => file.Path == SkillPackage.ManifestFileName)
            ?? throw StoreErrors.Damaged(skill.SkillId, $"no {SkillPackage.ManifestFileName} is recorded");
        bool found = false;
        foreach (string entry in (string[])[_layout.SkillPath(skill.SkillId), _layout.PreviousPath(skill.SkillId), _layout.SkillPath(skill.SkillId)])
        {
            try
            {
                byte[]? bytes = _disk.ReadBounded(_layout.FilePath(entry, SkillPackage.ManifestFileName), recorded.Size);
                if (bytes is not null && SkillDigest.OfFile(bytes) == recorded.Sha256)
                {
                    return bytes;
                }

                found = true;
            }
            catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
            {
                // The other place is looked at next.
            }
        }

        ThrowIfNoLongerThere(skill);
        string problem = found ? "is not the file that was installed: its SHA-256 differs" : "is missing";
        throw new SkillIntegrityException(
            skill.SkillId, SkillPackage.ManifestFileName, $"{SkillPackage.ManifestFileName} of '{skill.SkillId}' {problem}.");
    }

    private void ThrowIfNoLongerThere(InstalledSkill skill)
    {
        InstalledSkill? installed;
        try
        {
            installed = _reader.Find(skill.SkillId);
        }
        catch (SkillStoreException exception) when (exception.Code == SkillErrorCodes.StoreEntryDamaged)
        {
            // It is there, and damaged: the caller names the file.
            return;
        }

        if (installed is null)
        {
            throw new SkillNotInstalledException(skill.SkillId);
        }

        if (skill.ContentDigest.Length > 0 && installed.ContentDigest != skill.ContentDigest)
        {
            throw new SkillNotInstalledException(
                skill.SkillId, $"'{skill.SkillId}' has been replaced by another version since it was found.");
        }
    }

    private Task<T> ReadAsync<T>(string? skillId, Func<T> read, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            try
            {
                return read();
            }
            catch (Exception exception) when (StoreErrors.IsDisk(exception))
            {
                throw StoreErrors.Unavailable(skillId, _layout, exception);
            }
        },
        cancellationToken);

    private Task<T> WriteAsync<T>(string skillId, Func<T> write, CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            try
            {
                using StoreLock held = await StoreLock
                    .AcquireAsync(_disk.FileSystem, _layout, _lockTimeout, _time, skillId, cancellationToken)
                    .ConfigureAwait(false);
                _swap.Recover();
                return write();
            }
            catch (Exception exception) when (StoreErrors.IsDisk(exception))
            {
                throw StoreErrors.Unavailable(skillId, _layout, exception);
            }
        },
        cancellationToken);
}
