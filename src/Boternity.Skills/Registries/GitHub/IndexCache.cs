using System.Globalization;
using System.IO.Abstractions;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Boternity.Skills.Packaging;
using Boternity.Skills.Permissions;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Registries.GitHub;

/// <summary>
/// Indexes on disk: a small file for each branch or tag, and one with the frontmatter for each commit. Files are
/// written beside and renamed; what cannot be read is logged and rebuilt; a disk that fails costs requests, never
/// an answer.
/// </summary>
internal sealed class IndexCache
{
    /// <summary>Raised when the files change their meaning; files of another version are rebuilt.</summary>
    private const int Version = 3;
    private const int KeptCommits = 4;

    /// <summary>
    /// The most bytes of a file, before and after decompression: what an index may hold fits, written in Base64.
    /// </summary>
    private const long MaxBytes = 128L * 1024 * 1024;

    private const string IndexSuffix = ".index.gz";

    private readonly IFileSystem _fileSystem;
    private readonly string _root;
    private readonly OwnedFiles _files;
    private readonly ILogger _logger;

    public IndexCache(IFileSystem fileSystem, string cachePath, string registry, Uri api, ILogger logger)
    {
        _fileSystem = fileSystem;
        _root = fileSystem.Path.Combine(cachePath, "registries", $"{registry}-{Hash(api.AbsoluteUri)}");
        _files = new OwnedFiles(
            fileSystem, _root, (path, problem) => RegistryLog.CacheNotUsed(logger, path, problem));
        _logger = logger;
    }

    /// <summary>Gets where the search index of all repositories is.</summary>
    public string SearchPath => _fileSystem.Path.Combine(_root, "search.index");

    /// <summary>Whether the cache is nobody else's to write.</summary>
    public bool MayUse() => _files.MayUse(_root);

    public async ValueTask<CachedRef?> ReadRefAsync(
        GitHubRepository repository, string revision, CancellationToken cancellationToken)
    {
        string path = RefPath(repository, revision);
        CachedRef? cached = await ReadAsync(
            path, IndexCacheJson.Default.CachedRef, isCompressed: false, cancellationToken)
            .ConfigureAwait(false);
        if (cached is null
            || (cached.Version == Version
                && cached.Ref == revision
                && cached.Commit is not null
                && GitRevision.IsCommit(cached.Commit)
                && IsTag(cached.ETag)
                && cached.Check == CheckOf(cached)))
        {
            return cached;
        }

        RegistryLog.CacheDamaged(_logger, path, "it is of another version, for another ref, or was changed");
        return null;
    }

    public ValueTask WriteRefAsync(GitHubRepository repository, CachedRef value, CancellationToken cancellationToken) =>
        WriteAsync(
            RefPath(repository, value.Ref),
            value with { Version = Version, Check = CheckOf(value) },
            IndexCacheJson.Default.CachedRef,
            isCompressed: false,
            cancellationToken);

    public async ValueTask<RepositoryIndex?> ReadIndexAsync(
        SkillSource origin, GitHubRepository repository, CancellationToken cancellationToken)
    {
        string path = IndexPath(repository, origin.Commit!);
        CachedIndex? cached = await ReadAsync(
            path, IndexCacheJson.Default.CachedIndex, isCompressed: true, cancellationToken)
            .ConfigureAwait(false);
        if (cached is null)
        {
            return null;
        }

        List<IndexedSkill>? skills = cached is { Skills: not null }
            && cached.Version == Version
            && cached.Commit == origin.Commit
            && cached.Repository == repository.Key
            ? Restore(cached, origin)
            : null;
        if (skills is null)
        {
            RegistryLog.CacheDamaged(
                _logger, path, "it is of another version, for another commit, or has a skill that cannot be read");
            return null;
        }

        return IndexedSkill.IndexOf(cached.Commit, skills);
    }

    public async ValueTask WriteIndexAsync(
        GitHubRepository repository,
        string commit,
        IReadOnlyList<IndexedSkill> skills,
        CancellationToken cancellationToken)
    {
        var cached = new CachedIndex
        {
            Version = Version,
            Repository = repository.Key,
            Commit = commit,
            Skills =
            [
                .. skills.Select(
                    skill => new CachedSkill
                    {
                        Path = skill.Path,
                        Frontmatter = skill.Frontmatter,
                        Headings = skill.Skill?.Headings ?? [],
                        Diagnostics = skill.Unreadable?.Diagnostics,
                    }),
            ],
        };
        await WriteAsync(
            IndexPath(repository, commit),
            cached,
            IndexCacheJson.Default.CachedIndex,
            isCompressed: true,
            cancellationToken)
            .ConfigureAwait(false);
        DropOldIndexes(repository);
    }

    private List<IndexedSkill>? Restore(CachedIndex cached, SkillSource origin)
    {
        var skills = new List<IndexedSkill>(cached.Skills.Count);
        foreach (CachedSkill? item in cached.Skills)
        {
            if (item is not { Path: not null, Frontmatter: not null, Headings: not null }
                || !SkillHeadings.IsReasonable(item.Headings))
            {
                return null;
            }

            if (item.Path.Length > 0 && SkillPath.FindProblem(item.Path) is not null)
            {
                return null;
            }

            SkillSource source = origin with { Path = item.Path };
            if (item.Diagnostics is { } diagnostics)
            {
                if (!IsReasonable(diagnostics))
                {
                    return null;
                }

                skills.Add(new IndexedSkill(null, new UnreadableSkill(source, diagnostics), []));
                continue;
            }

            if (DiscoveredSkillReader.TryRead(item.Frontmatter, source, out _, _logger) is not { } skill)
            {
                return null;
            }

            skills.Add(new IndexedSkill(skill with { Headings = item.Headings }, null, item.Frontmatter));
        }

        return skills;
    }

    private static bool IsReasonable(IReadOnlyList<SkillDiagnostic> diagnostics) =>
        diagnostics.Count is > 0 and <= UnreadableSkill.MaxKeptDiagnostics
        && diagnostics.All(found => found is { Code: not null, Message: not null, Line: > 0, Column: > 0 })
        && diagnostics.Any(found => found.Severity == SkillDiagnosticSeverity.Error);

    private static bool IsTag(string? text) => text is null || EntityTagHeaderValue.TryParse(text, out _);

    private async ValueTask<T?> ReadAsync<T>(
        string path, JsonTypeInfo<T> type, bool isCompressed, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            if (!_fileSystem.File.Exists(path) || !_files.MayUse(_fileSystem.Path.GetDirectoryName(path)!))
            {
                return null;
            }

            byte[] bytes = await PlainFile
                .ReadAsync(_fileSystem, path, MaxBytes, cancellationToken)
                .ConfigureAwait(false)
                ?? throw new InvalidDataException($"it is larger than {MaxBytes} bytes");
            using var file = new MemoryStream(bytes, writable: false);
            if (!isCompressed)
            {
                return JsonSerializer.Deserialize(file, type);
            }

            using var gunzip = new GZipStream(file, CompressionMode.Decompress);
            using var bounded = new BoundedInput(gunzip, MaxBytes);
            return JsonSerializer.Deserialize(bounded, type);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException
            or InvalidDataException)
        {
            RegistryLog.CacheDamaged(_logger, path, e.Message);
            return null;
        }
    }

    private async ValueTask WriteAsync<T>(
        string path, T value, JsonTypeInfo<T> type, bool isCompressed, CancellationToken cancellationToken)
    {
        if (!_files.MayUse(_fileSystem.Path.GetDirectoryName(path)!))
        {
            return;
        }

        string staged = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            FileSystemStream file = _files.Create(staged, FileOptions.Asynchronous);
            await using (file.ConfigureAwait(false))
            {
                await file.WriteAsync(Serialize(value, type, isCompressed), cancellationToken).ConfigureAwait(false);
            }

            _fileSystem.File.Move(staged, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            RegistryLog.CacheNotWritten(_logger, path, e.Message);
            TryDelete(staged);
        }
        catch (OperationCanceledException)
        {
            TryDelete(staged);
            throw;
        }
    }

    private static byte[] Serialize<T>(T value, JsonTypeInfo<T> type, bool isCompressed)
    {
        var bytes = new MemoryStream();
        if (!isCompressed)
        {
            JsonSerializer.Serialize(bytes, value, type);
            return bytes.ToArray();
        }

        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            JsonSerializer.Serialize(gzip, value, type);
        }

        return bytes.ToArray();
    }

    private void DropOldIndexes(GitHubRepository repository)
    {
        try
        {
            IDirectoryInfo folder = _fileSystem.DirectoryInfo.New(FolderPath(repository));
            foreach (IFileInfo old in folder
                .EnumerateFiles("*" + IndexSuffix)
                .OrderByDescending(file => file.LastWriteTimeUtc)
                .Skip(KeptCommits)
                .ToList())
            {
                old.Delete();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            RegistryLog.CacheNotWritten(_logger, FolderPath(repository), e.Message);
        }
    }

    private void TryDelete(string path)
    {
        try
        {
            _fileSystem.File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            RegistryLog.CacheNotWritten(_logger, path, e.Message);
        }
    }

    // "owner+repo": one segment, which no Windows device is named like.
    private string FolderPath(GitHubRepository repository) =>
        _fileSystem.Path.Combine(_root, repository.Key.Replace('/', '+'));

    private string RefPath(GitHubRepository repository, string revision) =>
        _fileSystem.Path.Combine(FolderPath(repository), $"ref-{Hash(revision)}.json");

    private string IndexPath(GitHubRepository repository, string commit) =>
        _fileSystem.Path.Combine(FolderPath(repository), commit + IndexSuffix);

    private static string CheckOf(CachedRef value) => Hash(string.Create(
        CultureInfo.InvariantCulture, $"{value.Ref}\n{value.Commit}\n{value.ETag}\n{value.CheckedAt.UtcTicks}"));

    private static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
}
