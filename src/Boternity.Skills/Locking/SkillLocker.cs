using System.IO.Abstractions;
using System.Text;
using Boternity.Skills.Dependencies;
using Boternity.Skills.Grants;
using Boternity.Skills.Packaging;
using Boternity.Skills.Permissions;
using Boternity.Skills.Scripts;
using Boternity.Skills.Storage;
using Boternity.Skills.Updates;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Locking;

/// <summary>
/// The default locker. Whoever writes a lock file takes the turn of those who write to the store: what it says was read
/// while nobody changed either.
/// </summary>
internal sealed class SkillLocker : ISkillLocker
{
    private const long MaxBytes = 16 * 1024 * 1024;

    private readonly ISkillStore _store;
    private readonly ISkillGrantStore _grants;
    private readonly ISkillInstaller _installer;
    private readonly IFileSystem _fileSystem;
    private readonly StoreDisk _disk;
    private readonly StoreLayout _layout;
    private readonly TimeSpan _lockTimeout;
    private readonly TimeProvider _time;
    private readonly IScriptRuntime[] _runtimes;

    /// <summary>Creates a locker.</summary>
    public SkillLocker(
        ISkillStore store,
        ISkillGrantStore grants,
        ISkillInstaller installer,
        IFileSystem fileSystem,
        IOptions<BoternitySkillsOptions> options,
        TimeProvider time,
        IEnumerable<IScriptRuntime>? runtimes = null)
    {
        _runtimes = [.. runtimes ?? []];
        _store = store;
        _grants = grants;
        _installer = installer;
        _fileSystem = fileSystem;
        _disk = new StoreDisk(fileSystem);
        _layout = new StoreLayout(fileSystem, options.Value.StorePath);
        _lockTimeout = options.Value.StoreLockTimeout;
        _time = time;
    }

    /// <inheritdoc/>
    public async Task<SkillLock> ReadAsync(string path, CancellationToken cancellationToken = default) =>
        await FindAsync(path, cancellationToken).ConfigureAwait(false)
        ?? throw new SkillLockException(SkillErrorCodes.LockInvalid, path, $"There is no lock file at '{path}'.");

    /// <inheritdoc/>
    public Task<SkillLock> SaveAsync(string path, CancellationToken cancellationToken = default) =>
        TakeTurnAsync(() => SaveAllAsync(path, cancellationToken), cancellationToken);

    private async Task<SkillLock> SaveAllAsync(string path, CancellationToken cancellationToken)
    {
        await FindAsync(path, cancellationToken).ConfigureAwait(false);
        SkillInventory inventory = await _store.ListAsync(cancellationToken).ConfigureAwait(false);
        if (inventory.Damaged is [var damaged, ..])
        {
            throw damaged.Error;
        }

        var graph = new InstalledGraph(inventory.Skills);
        List<SkillLockEntry> entries = [];
        foreach (InstalledSkill skill in inventory.Skills)
        {
            entries.Add(await EntryOfAsync(skill, graph, cancellationToken).ConfigureAwait(false));
        }

        var locked = new SkillLock { Skills = entries, Packages = [.. FindPackages()] };
        await WriteAsync(path, locked, cancellationToken).ConfigureAwait(false);
        return locked;
    }

    /// <inheritdoc/>
    public async Task<SkillRestoreResult> RestoreAsync(
        string path, SkillRestoreOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new SkillRestoreOptions();
        SkillLock locked = await ReadAsync(path, cancellationToken).ConfigureAwait(false);
        CheckPackages(path, locked);
        return await RestoreAsync(path, InOrder(path, locked, locked.Skills), options, cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task<SkillRestoreResult> RestoreAsync(
        string path,
        IReadOnlyList<SkillLockEntry> entries,
        SkillRestoreOptions options,
        CancellationToken cancellationToken)
    {
        List<InstalledSkill> unchanged = [];
        List<SkillFailure> failed = [];
        List<SkillInstallRequest> requests = [];
        foreach (SkillLockEntry entry in entries)
        {
            try
            {
                InstalledSkill? there = await FindInstalledAsync(path, entry, options.Downgrade, cancellationToken)
                    .ConfigureAwait(false);
                if (there is not null && IsAsLocked(there, entry))
                {
                    await _store
                        .CheckAsync(there, SkillIntegrityCheck.Full, cancellationToken)
                        .ConfigureAwait(false);
                    unchanged.Add(there);
                }
                else
                {
                    requests.Add(RequestOf(path, entry, there, options));
                }
            }
            catch (SkillException error) when (options.OnFailure == SkillFailureMode.Continue)
            {
                failed.Add(new SkillFailure { Skill = entry.SkillId, Error = error });
            }
        }

        SkillBatchResult batch = await _installer
            .InstallAllAsync(requests, options.OnFailure, options.Progress, cancellationToken)
            .ConfigureAwait(false);
        return new SkillRestoreResult
        {
            Installed = batch.Installed,
            Unchanged = unchanged,
            Failed = [.. failed, .. batch.Failed],
        };
    }

    private static SkillInstallRequest RequestOf(
        string path, SkillLockEntry entry, InstalledSkill? there, SkillRestoreOptions options)
    {
        var install = new SkillInstallOptions
        {
            TrustTier = options.TrustTier?.Invoke(entry) ?? SkillUpdater.TierToKeep(there),
            Conflict = SkillConflictPolicy.Replace,
        };
        return RequestOf(path, entry, install);
    }

    /// <inheritdoc/>
    public async Task<InstalledSkill> InstallAsync(
        string path,
        SkillReference reference,
        SkillLockMode mode = SkillLockMode.Frozen,
        SkillInstallOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        options ??= new SkillInstallOptions();
        SkillLock? locked = await FindAsync(path, cancellationToken).ConfigureAwait(false);
        if (mode == SkillLockMode.Frozen)
        {
            SkillLockEntry entry = locked?.Find(reference.Text) ?? throw new SkillLockException(
                SkillErrorCodes.LockMissing,
                path,
                $"'{reference.Text}' is not in the lock file '{path}', and a frozen install resolves nothing.");
            CheckPackages(path, locked);
            await RestoreAsync(
                path,
                [.. InOrder(path, locked, [entry]).Where(needed => needed != entry)],
                new SkillRestoreOptions(),
                cancellationToken).ConfigureAwait(false);
            await FindInstalledAsync(path, entry, SkillDowngradePolicy.Refuse, cancellationToken).ConfigureAwait(false);
            SkillInstallRequest request = RequestOf(path, entry, options);
            return await _installer
                .InstallAsync(request.Source, request.Options, null, cancellationToken)
                .ConfigureAwait(false);
        }

        InstalledSkill skill = await _installer
            .InstallAsync(reference, options, null, cancellationToken)
            .ConfigureAwait(false);
        await TakeTurnAsync(() => AddAsync(path, skill, cancellationToken), cancellationToken).ConfigureAwait(false);
        return skill;
    }

    private async Task<SkillLock> AddAsync(string path, InstalledSkill skill, CancellationToken cancellationToken)
    {
        // Others may have written to it while the skill was installed.
        SkillLock? locked = await FindAsync(path, cancellationToken).ConfigureAwait(false);
        SkillInventory inventory = await _store.ListAsync(cancellationToken).ConfigureAwait(false);
        var graph = new InstalledGraph(inventory.Skills);
        IReadOnlySet<string> needs = graph.ReachableFrom(skill);
        SkillLock all = (locked ?? new SkillLock()) with { Packages = [.. FindPackages()] };
        foreach (InstalledSkill one in inventory.Skills.Where(one => needs.Contains(one.SkillId)).Append(skill))
        {
            all = all.With(await EntryOfAsync(one, graph, cancellationToken).ConfigureAwait(false));
        }

        await WriteAsync(path, all, cancellationToken).ConfigureAwait(false);
        return all;
    }

    private async Task<SkillLock> TakeTurnAsync(Func<Task<SkillLock>> write, CancellationToken cancellationToken)
    {
        StoreLock turn;
        try
        {
            turn = await StoreLock
                .AcquireAsync(_disk, _layout, _lockTimeout, _time, null, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (StoreErrors.IsDisk(exception))
        {
            throw StoreErrors.Unavailable(null, _layout, exception);
        }

        using (turn)
        {
            return await write().ConfigureAwait(false);
        }
    }

    private IEnumerable<SkillLockPackage> FindPackages() => _runtimes.SelectMany(
        static runtime => runtime.Packages.Select(package => new SkillLockPackage
        {
            Runtime = runtime.Name,
            Name = package.Name,
            Version = package.Version,
            Sha256 = package.Sha256,
        }));

    // Packages that are not locked are left alone, as skills are.
    private void CheckPackages(string path, SkillLock locked)
    {
        if (locked.Packages.Count == 0)
        {
            return;
        }

        List<SkillLockPackage> here = [.. FindPackages()];
        foreach (SkillLockPackage package in locked.Packages)
        {
            SkillLockPackage? found = here.Find(
                other => (other.Runtime, other.Name) == (package.Runtime, package.Name));
            if (found != package)
            {
                throw new SkillLockException(
                    SkillErrorCodes.LockMismatch,
                    path,
                    $"The lock file '{path}' wants the {PackageErrors.Show(package.Runtime)} package "
                        + $"'{PackageErrors.Show(package.Name)}' {PackageErrors.Show(package.Version)} (SHA-256 "
                        + $"{package.Sha256}), and this host has "
                        + (found is null ? "none of that name." : $"{found.Version} ({found.Sha256})."));
            }
        }
    }

    private static bool IsAsLocked(InstalledSkill skill, SkillLockEntry entry) =>
        skill.ContentDigest == entry.ContentDigest
            && skill.Source.IsSameSkillAs(entry.Source)
            && skill.Source.Commit == entry.Source.Commit
            && skill.IsDependency == (entry.IsDependency ?? false);

    private async Task<InstalledSkill?> FindInstalledAsync(
        string path, SkillLockEntry entry, SkillDowngradePolicy downgrade, CancellationToken cancellationToken)
    {
        InstalledSkill? there;
        try
        {
            there = await _store.FindAsync(entry.SkillId, cancellationToken).ConfigureAwait(false);
        }
        catch (SkillStoreException exception) when (exception.Code == SkillErrorCodes.StoreEntryDamaged)
        {
            // A damaged entry is what a restore mends.
            return null;
        }

        return there is null
            || downgrade == SkillDowngradePolicy.Allow
            || !there.Supersedes.Contains(entry.ContentDigest, StringComparer.Ordinal)
            ? there
            : throw new SkillLockException(
                SkillErrorCodes.LockRollback,
                path,
                $"The lock file '{path}' wants a version of '{entry.SkillId}' ({entry.Source}) that was replaced here "
                    + $"by a later one.",
                entry.SkillId);
    }

    // The source says where; what arrives has to have the locked digest before anything on disk changes.
    private static SkillInstallRequest RequestOf(string path, SkillLockEntry entry, SkillInstallOptions options)
    {
        // A folder of this machine has no commit, nor has a site without digests; the content's digest pins them.
        if (entry.Source is { Commit: null, Repository: { } repository }
            && entry.Source.Registry != SkillAddress.FileRegistry
            && !(SkillAddress.IsRoot(repository) && SkillAddress.IsSite(new Uri(repository))))
        {
            throw new SkillLockException(
                SkillErrorCodes.LockMismatch,
                path,
                $"'{entry.SkillId}' ({entry.Source}) is locked without its commit.",
                entry.SkillId);
        }

        return new SkillInstallRequest
        {
            Source = entry.Source,
            Options = options with
            {
                SkillId = entry.SkillId,
                ExpectedContentDigest = entry.ContentDigest,
                IsDependency = entry.IsDependency ?? false,

                // What it needs is locked, and installed before it.
                Dependencies = SkillDependencyMode.Ignore,
            },
        };
    }

    /// <summary>Entries with all that they need, each after that.</summary>
    /// <exception cref="SkillLockException">One needs what is not locked.</exception>
    private static List<SkillLockEntry> InOrder(string path, SkillLock locked, IReadOnlyList<SkillLockEntry> wanted)
    {
        List<SkillLockEntry> sorted = [];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var stack = new Stack<(SkillLockEntry Entry, bool IsDone)>();
        foreach (SkillLockEntry entry in wanted)
        {
            stack.Push((entry, false));
            while (stack.TryPop(out (SkillLockEntry Entry, bool IsDone) step))
            {
                if (step.IsDone)
                {
                    sorted.Add(step.Entry);
                }
                else if (seen.Add(step.Entry.SkillId))
                {
                    stack.Push((step.Entry, true));
                    foreach (string id in step.Entry.Needs ?? [])
                    {
                        stack.Push((locked.Find(id) ?? throw Unlocked(path, step.Entry, id), false));
                    }
                }
            }
        }

        return sorted;
    }

    private static SkillLockException Unlocked(string path, SkillLockEntry entry, string needed) => new(
        SkillErrorCodes.LockMissing,
        path,
        $"'{entry.SkillId}' needs '{PackageErrors.Show(needed)}', which is not in the lock file '{path}'.",
        entry.SkillId);

    private async Task<SkillLockEntry> EntryOfAsync(
        InstalledSkill skill, InstalledGraph graph, CancellationToken cancellationToken)
    {
        string[] needs = [.. graph.NeededBy(skill).Select(static one => one.SkillId)];
        SkillGrants grants = await _grants.GetAsync(skill, cancellationToken).ConfigureAwait(false);
        return new SkillLockEntry
        {
            SkillId = skill.SkillId,
            Source = skill.Source,
            ContentDigest = skill.ContentDigest,
            IsDependency = skill.IsDependency ? true : null,
            Needs = needs.Length == 0 ? null : needs,
            GrantsDigest = grants.IsEmpty ? null : grants.ComputeDigest(),
        };
    }

    private async Task<SkillLock?> FindAsync(string path, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            if (!_fileSystem.File.Exists(path))
            {
                return null;
            }

            string? text = await PlainFile
                .ReadTextAsync(_fileSystem, path, MaxBytes, cancellationToken)
                .ConfigureAwait(false);
            return text is not null
                ? SkillLock.Parse(text, path)
                : throw new SkillLockException(
                    SkillErrorCodes.LockInvalid, path, $"The lock file '{path}' is larger than {MaxBytes} bytes.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(path, "read", exception);
        }
    }

    private async Task WriteAsync(string path, SkillLock locked, CancellationToken cancellationToken)
    {
        string staged = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            FileSystemStream stream = _fileSystem.FileStream.New(
                staged, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous);
            await using (stream.ConfigureAwait(false))
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes(locked.ToJson()), cancellationToken)
                    .ConfigureAwait(false);
                StoreDisk.Flush(stream);
            }

            _fileSystem.File.Move(staged, path, overwrite: true);
        }
        catch (Exception exception)
        {
            TryDelete(staged);
            if (StoreErrors.IsDisk(exception))
            {
                throw Unavailable(path, "written", exception);
            }

            throw;
        }
    }

    private void TryDelete(string staged)
    {
        try
        {
            _fileSystem.File.Delete(staged);
        }
        catch (Exception exception) when (StoreErrors.IsDisk(exception))
        {
            // The first error is the one to tell.
        }
    }

    private static SkillLockException Unavailable(string path, string verb, Exception exception) => new(
        SkillErrorCodes.LockUnavailable,
        path,
        $"The lock file '{path}' cannot be {verb}: {exception.Message}.",
        innerException: exception);
}
