using System.Collections.Concurrent;
using System.IO.Abstractions;
using System.Runtime.CompilerServices;
using Boternity.Skills.Manifests;
using Boternity.Skills.Packaging;
using Boternity.Skills.Permissions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Registries.Directories;

/// <summary>
/// A directory on disk: every folder in it that holds a SKILL.md is a skill. <c>.git</c> and <c>node_modules</c> are
/// not looked into, links are not followed. The folders are walked anew each time, and a SKILL.md is read again when
/// its size or time changed; there are no revisions, so a query with a ref finds nothing.
/// </summary>
internal sealed class DirectorySkillRegistry : ISkillRegistry
{
    private const int MaxKnown = 20_000;

    // A file that was just written can be written again without a change of its time.
    private static readonly TimeSpan Unsettled = TimeSpan.FromSeconds(2);

    private static readonly string[] Skipped = [".git", "node_modules"];

    private readonly DirectoryRegistryOptions _options;
    private readonly SkillPackageLimits _limits;
    private readonly IFileSystem _fileSystem;
    private readonly ILogger<DirectorySkillRegistry> _logger;
    private readonly RegistrySearch _search = new();
    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>Creates a registry over a directory.</summary>
    /// <exception cref="OptionsValidationException">The options do not make sense.</exception>
    public DirectorySkillRegistry(
        DirectoryRegistryOptions options,
        SkillPackageLimits limits,
        IFileSystem fileSystem,
        ILogger<DirectorySkillRegistry> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ValidateOptionsResult valid = new DirectoryRegistryOptionsValidator().Validate(null, options);
        if (valid.Failed)
        {
            throw new OptionsValidationException(options.Name ?? "", typeof(DirectoryRegistryOptions), valid.Failures);
        }

        _options = options;
        _limits = limits;
        _fileSystem = fileSystem;
        _logger = logger;
    }

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <inheritdoc/>
    public bool IsLocal => true;

    /// <inheritdoc/>
    public IAsyncEnumerable<DiscoveredSkill> ListAsync(CancellationToken cancellationToken = default) =>
        ListAsync(null, cancellationToken);

    private async IAsyncEnumerable<DiscoveredSkill> ListAsync(
        ICollection<UnreadableSkill>? unreadable, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!_fileSystem.Directory.Exists(_options.Path))
        {
            throw new SkillRegistryException(
                SkillErrorCodes.RegistryUnavailable,
                Name,
                $"The directory '{_options.Path}' of the registry '{Name}' does not exist.");
        }

        var pending = new Stack<Folder>([new Folder(_options.Path, "", 0)]);
        while (pending.TryPop(out Folder? folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            IFileInfo? manifest = Scan(folder, pending);
            if (manifest is not null
                && await TryReadAsync(manifest, folder, unreadable, cancellationToken)
                    .ConfigureAwait(false) is { } skill)
            {
                yield return skill;
            }
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DiscoveredSkill>> SearchAsync(
        string query, int limit = 20, CancellationToken cancellationToken = default) =>
        _search.SearchAsync(this, query, limit, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SkillMatch>> FindAsync(
        SkillQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        bool isNamed = string.Equals(query.Registry, Name, StringComparison.OrdinalIgnoreCase);
        if ((query.Registry is not null && !isNamed)
            || (query.Repository is not null && !isNamed)
            || query.Ref is not null)
        {
            return [];
        }

        // Behind this registry's name, what looks like a repository is the beginning of the path.
        string path = string.Join('/', new[] { query.Repository, query.Path }.Where(part => part is not null));
        query = query with { Path = path.Length == 0 ? null : path };
        List<UnreadableSkill> unreadable = [];
        List<DiscoveredSkill> all = await ListAsync(unreadable, cancellationToken)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        IReadOnlyList<SkillMatch> found = SkillRanking.Find(all, query);
        UnreadableSkill.ThrowIfMeant(unreadable, query, found);
        return found;
    }

    /// <inheritdoc/>
    public Task<SkillPackage> FetchAsync(SkillSource source, CancellationToken cancellationToken = default) =>
        ReadAsync(source, null, cancellationToken);

    /// <inheritdoc/>
    public Task<SkillPackage> FetchAsync(
        SkillSource source, IProgress<SkillFetchProgress> progress, CancellationToken cancellationToken = default) =>
        ReadAsync(source, progress, cancellationToken);

    private async Task<SkillPackage> ReadAsync(
        SkillSource source, IProgress<SkillFetchProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        try
        {
            string folder = Locate(source);
            TransferProgress? transfer = progress is null
                ? null
                : new TransferProgress(progress, SkillFolder.Measure(_fileSystem, folder, _limits));
            SkillPackage package = await SkillFolder
                .ReadAsync(
                    _fileSystem,
                    folder,
                    source,
                    _limits,
                    cancellationToken,
                    transfer is null ? null : transfer.Add)
                .ConfigureAwait(false);
            transfer?.Complete();
            return package;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SkillRegistryException(
                SkillErrorCodes.RegistryUnavailable, Name, $"{source} cannot be read: {e.Message}.", e);
        }
    }

    private string Locate(SkillSource source)
    {
        string directory = _options.Path;
        if (source.Path.Length == 0)
        {
            return directory;
        }

        SkillPath.ThrowIfInvalid(source.Path);
        foreach (string segment in source.Path.Split('/'))
        {
            directory = _fileSystem.Path.Combine(directory, segment);
            IDirectoryInfo folder = _fileSystem.DirectoryInfo.New(directory);
            if (!folder.Exists)
            {
                throw new SkillNotFoundException(source.ToString(), Name, $"{source} is no longer there.");
            }

            if (SkillFolder.IsLink(folder))
            {
                PackageErrors.ThrowKind(source.Path, "behind a symbolic link");
            }
        }

        return directory;
    }

    // Pushes the folders in it, and gives its SKILL.md.
    private IFileInfo? Scan(Folder folder, Stack<Folder> pending)
    {
        IFileInfo? manifest = null;
        List<Folder> inner = [];
        try
        {
            foreach (IFileSystemInfo item in _fileSystem.DirectoryInfo.New(folder.Directory).EnumerateFileSystemInfos())
            {
                if (SkillFolder.IsLink(item))
                {
                    continue;
                }

                if (item is IFileInfo file)
                {
                    manifest = item.Name == SkillPackage.ManifestFileName ? file : manifest;
                }
                else if (folder.Depth < _options.MaxDepth && !Skipped.Contains(item.Name, StringComparer.Ordinal))
                {
                    inner.Add(
                        new Folder(
                            item.FullName,
                            folder.Path.Length == 0 ? item.Name : $"{folder.Path}/{item.Name}",
                            folder.Depth + 1));
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            RegistryLog.FolderLeftOut(_logger, folder.Path, Name, e.Message);
        }

        // A stack: pushed backwards, folders come out in order.
        foreach (Folder next in inner.OrderByDescending(item => item.Path, StringComparer.Ordinal))
        {
            pending.Push(next);
        }

        return manifest;
    }

    private async ValueTask<DiscoveredSkill?> TryReadAsync(
        IFileInfo manifest,
        Folder folder,
        ICollection<UnreadableSkill>? unreadable,
        CancellationToken cancellationToken)
    {
        var source = new SkillSource { Registry = Name, Path = folder.Path };
        string? problem = folder.Path.Length == 0 ? null : SkillPath.FindProblem(folder.Path);
        problem ??= manifest.Length > SkillManifestLimits.MaxFileBytes
            ? $"its {manifest.Name} has {manifest.Length} bytes"
            : null;
        if (problem is not null)
        {
            RegistryLog.SkillLeftOut(_logger, source.ToString(), problem);
            return null;
        }

        (long Length, DateTime Time) stamp = (manifest.Length, manifest.LastWriteTimeUtc);
        if (!_known.TryGetValue(manifest.FullName, out Known? known) || known.Stamp != stamp || known.Source != source)
        {
            known = await ReadAsync(manifest, source, stamp, cancellationToken).ConfigureAwait(false);
        }

        if (known?.Unreadable is { } found)
        {
            unreadable?.Add(found);
        }

        return known?.Skill;
    }

    private async ValueTask<Known?> ReadAsync(
        IFileInfo manifest,
        SkillSource source,
        (long Length, DateTime Time) stamp,
        CancellationToken cancellationToken)
    {
        DateTime now = DateTime.UtcNow;
        try
        {
            byte[]? utf8 = await PlainFile
                .ReadAsync(_fileSystem, manifest.FullName, SkillManifestLimits.MaxFileBytes, cancellationToken)
                .ConfigureAwait(false);
            if (utf8 is null)
            {
                // It has grown since its length was asked for.
                RegistryLog.SkillLeftOut(_logger, source.ToString(), $"its {manifest.Name} is too large");
                return null;
            }

            List<UnreadableSkill> unreadable = [];
            DiscoveredSkill? skill = DiscoveredSkillReader.TryRead(utf8, source, out _, _logger, unreadable);
            var known = new Known(stamp, source, skill, unreadable.FirstOrDefault());
            if (skill is not null && now - stamp.Time > Unsettled && utf8.Length == stamp.Length)
            {
                if (_known.Count >= MaxKnown)
                {
                    _known.Clear();
                }

                _known[manifest.FullName] = known;
            }

            return known;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            RegistryLog.SkillLeftOut(_logger, source.ToString(), e.Message);
            return null;
        }
    }

    private sealed record Known(
        (long Length, DateTime Time) Stamp, SkillSource Source, DiscoveredSkill? Skill, UnreadableSkill? Unreadable);

    private sealed record Folder(string Directory, string Path, int Depth);
}
