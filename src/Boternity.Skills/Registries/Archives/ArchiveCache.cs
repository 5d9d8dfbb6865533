using System.Collections.Concurrent;
using System.IO.Abstractions;
using System.Security.Cryptography;
using System.Text;
using Boternity.Skills.Permissions;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Registries.Archives;

/// <summary>
/// Archives on disk, named by their SHA-256, with a small file for each place and revision that says which one it is.
/// Each archive is downloaded once; what is damaged is deleted and downloaded again; the oldest go when all together
/// are too large. A disk that fails costs requests, never an answer.
/// </summary>
internal sealed class ArchiveCache
{
    private const int DigestLength = 64;

    // Of two places that share one by chance, one waits for the other's download.
    private const int Gates = 64;

    // Of a process that ended while it wrote.
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromDays(1);

    private readonly IFileSystem _fileSystem;
    private readonly string _root;
    private readonly OwnedFiles _files;
    private readonly long _maxBytes;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, Gates).Select(_ => new SemaphoreSlim(1, 1))];
    private readonly ConcurrentDictionary<string, (long Length, DateTime Time)> _verified = new(StringComparer.Ordinal);

    /// <summary>Creates the cache.</summary>
    /// <param name="fileSystem">Holds it.</param>
    /// <param name="cachePath">Where, a directory of the user's own.</param>
    /// <param name="maxBytes">The most bytes of all archives together; 0 keeps none.</param>
    /// <param name="logger">Is told of damage and of a disk that fails.</param>
    public ArchiveCache(IFileSystem fileSystem, string cachePath, long maxBytes, ILogger<ArchiveCache> logger)
    {
        _fileSystem = fileSystem;
        _root = fileSystem.Path.Combine(cachePath, "archives");
        _files = new OwnedFiles(
            fileSystem, _root, (path, problem) => RegistryLog.CacheNotUsed(logger, path, problem));
        _maxBytes = maxBytes;
        _logger = logger;
    }

    /// <summary>Reads an archive: from the disk, or while it is downloaded and kept.</summary>
    /// <param name="key">The place and its revision, which must never mean another content.</param>
    /// <param name="readAsync">Reads the archive to its end; may be called more than once.</param>
    /// <param name="downloadAsync">Downloads it, and gives its stream to what it is called with.</param>
    /// <param name="cancellationToken">Stops both.</param>
    public async Task<T> ReadAsync<T>(
        string key,
        Func<Stream, CancellationToken, ValueTask<T>> readAsync,
        Func<Func<Stream, CancellationToken, ValueTask<T>>, Task<T>> downloadAsync,
        CancellationToken cancellationToken)
    {
        SemaphoreSlim gate = _gates[(uint)StringComparer.Ordinal.GetHashCode(key) % Gates];
        Stream? cached;
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            cached = await FindAsync(key, cancellationToken).ConfigureAwait(false);
            if (cached is null)
            {
                return await downloadAsync((body, token) => KeepAsync(key, body, readAsync, token))
                    .ConfigureAwait(false);
            }
        }
        finally
        {
            gate.Release();
        }

        await using (cached.ConfigureAwait(false))
        {
            return await readAsync(cached, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Opens the archive of a place and revision; null where it is not there, or not what it was.</summary>
    public async ValueTask<Stream?> FindAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            string link = LinkPath(key);
            if (!_fileSystem.File.Exists(link) || !_files.MayUse(_root))
            {
                return null;
            }

            string? digest = await PlainFile
                .ReadTextAsync(_fileSystem, link, DigestLength, cancellationToken)
                .ConfigureAwait(false);
            return digest is not null && IsDigest(digest)
                ? await OpenAsync(digest, cancellationToken).ConfigureAwait(false)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            RegistryLog.CacheDamaged(_logger, LinkPath(key), e.Message);
            return null;
        }
    }

    /// <summary>Opens the archive of a digest; null where it is not there, or not what it was.</summary>
    public async ValueTask<Stream?> OpenAsync(string digest, CancellationToken cancellationToken)
    {
        string path = ArchivePath(digest);
        try
        {
            IFileInfo file = _fileSystem.FileInfo.New(path);
            if (!file.Exists)
            {
                return null;
            }

            (long Length, DateTime Time) stamp = (file.Length, file.LastWriteTimeUtc);
            FileSystemStream stream = PlainFile.Open(
                _fileSystem, path, FileOptions.Asynchronous | FileOptions.SequentialScan);
            if (!_verified.TryGetValue(digest, out (long Length, DateTime Time) known) || known != stamp)
            {
                byte[] actual = await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false);
                if (Convert.ToHexStringLower(actual) != digest)
                {
                    await stream.DisposeAsync().ConfigureAwait(false);
                    RegistryLog.CacheDamaged(_logger, path, "its content is not what was downloaded");
                    TryDelete(path);
                    return null;
                }

                stream.Position = 0;
            }

            // The time of the last use, by which the oldest are found.
            _fileSystem.File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
            _verified[digest] = (stamp.Length, _fileSystem.File.GetLastWriteTimeUtc(path));
            return stream;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            RegistryLog.CacheDamaged(_logger, path, e.Message);
            return null;
        }
    }

    /// <summary>Keeps what is read of a body, once all of it was read without an error.</summary>
    public async ValueTask<T> KeepAsync<T>(
        string key,
        Stream body,
        Func<Stream, CancellationToken, ValueTask<T>> readAsync,
        CancellationToken cancellationToken)
    {
        string staged = _fileSystem.Path.Combine(_root, $"{Guid.NewGuid():N}.tmp");
        try
        {
            using var input = new ArchiveCacheInput(
                body, TryCreate(staged), e => RegistryLog.CacheNotWritten(_logger, staged, e.Message));
            T result = await readAsync(input, cancellationToken).ConfigureAwait(false);
            await input.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
            if (await input.CloseAsync().ConfigureAwait(false))
            {
                Commit(key, staged, input.GetDigest());
            }

            return result;
        }
        finally
        {
            TryDelete(staged);
        }
    }

    private void Commit(string key, string staged, string digest)
    {
        string link = LinkPath(key);
        string stagedLink = $"{link}.{Guid.NewGuid():N}.tmp";
        try
        {
            _fileSystem.File.Move(staged, ArchivePath(digest), overwrite: true);
            _files.Write(stagedLink, Encoding.ASCII.GetBytes(digest));
            _fileSystem.File.Move(stagedLink, link, overwrite: true);
            DropOld(digest);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            RegistryLog.CacheNotWritten(_logger, link, e.Message);
            TryDelete(stagedLink);
        }
    }

    private void DropOld(string newest)
    {
        long left = _maxBytes;
        foreach (IFileInfo file in _fileSystem.DirectoryInfo.New(_root)
            .EnumerateFiles()
            .OrderByDescending(file => file.LastWriteTimeUtc)
            .ToList())
        {
            if (file.Extension == ".tmp")
            {
                if (DateTime.UtcNow - file.LastWriteTimeUtc > AbandonedAfter)
                {
                    file.Delete();
                }
            }
            else if (file.Name.Length == DigestLength)
            {
                left -= file.Length;
                if (left < 0 && file.Name != newest)
                {
                    file.Delete();
                    _verified.TryRemove(file.Name, out _);
                }
            }
            else if (IsDangling(file))
            {
                file.Delete();
            }
        }
    }

    private bool IsDangling(IFileInfo link) =>
        link.Extension == ".ref"
        && DateTime.UtcNow - link.LastWriteTimeUtc > AbandonedAfter
        && !(PlainFile.Read(_fileSystem, link.FullName, DigestLength) is { } bytes
            && Encoding.ASCII.GetString(bytes) is var digest
            && IsDigest(digest)
            && _fileSystem.File.Exists(ArchivePath(digest)));

    private FileSystemStream? TryCreate(string path)
    {
        if (_maxBytes <= 0 || !_files.MayUse(_root))
        {
            return null;
        }

        try
        {
            return _files.Create(path, FileOptions.Asynchronous);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            RegistryLog.CacheNotWritten(_logger, path, e.Message);
            return null;
        }
    }

    private void TryDelete(string path)
    {
        try
        {
            _fileSystem.File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing was written.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            RegistryLog.CacheNotWritten(_logger, path, e.Message);
        }
    }

    private static bool IsDigest(string text) => text.Length == DigestLength && text.All(char.IsAsciiHexDigitLower);

    private string ArchivePath(string digest) => _fileSystem.Path.Combine(_root, digest);

    private string LinkPath(string key) => _fileSystem.Path.Combine(
        _root, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32]}.ref");
}
