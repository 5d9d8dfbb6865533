using System.IO.Abstractions;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Boternity.Skills.Permissions;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Registries.Web;

/// <summary>
/// Documents of a registry on disk, a file for each. They are written beside and renamed; one that cannot be read is
/// logged and asked for again; a disk that fails costs requests, never an answer.
/// </summary>
internal sealed class WebDocumentCache
{
    /// <summary>Raised when the files change their meaning; files of another version are asked for again.</summary>
    private const int Version = 1;

    private readonly IFileSystem _fileSystem;
    private readonly ILogger _logger;
    private readonly string _root;
    private readonly OwnedFiles _files;

    public WebDocumentCache(IFileSystem fileSystem, string cachePath, string registry, ILogger logger)
    {
        _fileSystem = fileSystem;
        _logger = logger;
        _root = fileSystem.Path.Combine(cachePath, "registries", $"{registry}-documents");
        _files = new OwnedFiles(
            fileSystem, _root, (path, problem) => RegistryLog.CacheNotUsed(logger, path, problem));
    }

    /// <summary>The document that was kept under a key; null where there is none that can be read.</summary>
    /// <param name="key">The key.</param>
    /// <param name="maxBytes">The most bytes of its body.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async ValueTask<CachedDocument?> ReadAsync(string key, long maxBytes, CancellationToken cancellationToken)
    {
        string path = PathOf(key);
        try
        {
            if (!_fileSystem.File.Exists(path) || !_files.MayUse(_root))
            {
                return null;
            }

            // Base64 takes four bytes for three.
            byte[] bytes = await PlainFile
                .ReadAsync(_fileSystem, path, (maxBytes * 2) + (64 * 1024), cancellationToken)
                .ConfigureAwait(false)
                ?? throw new InvalidDataException("it is too large");
            CachedDocument? cached = JsonSerializer.Deserialize(bytes, WebDocumentJson.Default.CachedDocument);
            return cached is not null
                && cached.Version == Version
                && cached.Body.Length <= maxBytes
                && Uri.TryCreate(cached.Address, UriKind.Absolute, out _)
                && Uri.TryCreate(cached.Location, UriKind.Absolute, out _)
                && (cached.ETag is null || EntityTagHeaderValue.TryParse(cached.ETag, out _))
                    ? cached
                    : throw new InvalidDataException("it is of another version");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException
            or InvalidDataException)
        {
            Damaged(key, e.Message);
            return null;
        }
    }

    public async ValueTask WriteAsync(string key, CachedDocument value, CancellationToken cancellationToken)
    {
        if (!_files.MayUse(_root))
        {
            return;
        }

        string path = PathOf(key);
        string staged = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            FileSystemStream file = _files.Create(staged, FileOptions.Asynchronous);
            await using (file.ConfigureAwait(false))
            {
                await JsonSerializer
                    .SerializeAsync(
                        file,
                        value with { Version = Version },
                        WebDocumentJson.Default.CachedDocument,
                        cancellationToken)
                    .ConfigureAwait(false);
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

    public void Damaged(string key, string problem) => RegistryLog.CacheDamaged(_logger, PathOf(key), problem);

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

    private string PathOf(string key) => _fileSystem.Path.Combine(
        _root, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32]}.json");
}
