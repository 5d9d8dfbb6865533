using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Wasmtime.Artifacts;

/// <summary>
/// Compiled programs on disk. Wasmtime takes a file for machine code without looking into it, so a file counts only
/// with an HMAC over all of it, and over what it was made of. A file that does not count is removed and made anew.
/// </summary>
internal sealed class ArtifactCache
{
    private const int MacBytes = HMACSHA256.HashSizeInBytes;
    private const int HeaderBytes = 8 + MacBytes;

    private const string Pattern = "*.cwasm";
    private static readonly string[] TemporaryPatterns = ["*.cwasm.*.tmp", "key.*.tmp"];

    // What is older was left by a process that was killed: nobody writes as long as that.
    private static readonly TimeSpan TemporaryLifetime = TimeSpan.FromHours(1);

    private readonly string _directory;
    private readonly bool _holdsKey;
    private readonly byte[] _key;
    private readonly long _maxBytes;
    private readonly ILogger _logger;

    private ArtifactCache(string directory, bool holdsKey, byte[] key, long maxBytes, ILogger logger)
    {
        _directory = directory;
        _holdsKey = holdsKey;
        _key = key;
        _maxBytes = maxBytes;
        _logger = logger;
    }

    private static ReadOnlySpan<byte> Magic => "BSKWT003"u8;

    /// <summary>Opens a cache.</summary>
    /// <param name="options">Its directory and key.</param>
    /// <param name="logger">Is told of files that do not count.</param>
    /// <returns>The cache; null where the host wants none.</returns>
    /// <exception cref="IOException">Others can write to the directory, or it cannot be made.</exception>
    public static ArtifactCache? Open(WasmtimeOptions options, ILogger logger)
    {
        if (options.CacheDirectory is not { } directory)
        {
            return null;
        }

        bool holdsKey = options.CacheKey is null;
        PrivateDirectory.Ensure(directory, holdsKey);
        byte[] key = options.CacheKey is { } given ? given.ToArray() : PrivateDirectory.ReadOrCreateKey(directory);
        var cache = new ArtifactCache(directory, holdsKey, key, options.MaxCacheBytes, logger);
        cache.DeleteAbandoned();
        return cache;
    }

    /// <summary>The artefact of a key; null where there is none that counts.</summary>
    public Artifact? Find(ArtifactKey key)
    {
        string path = Path.Combine(_directory, key.FileName);
        byte[] file;
        try
        {
            PrivateDirectory.Ensure(_directory, _holdsKey);
            if (!File.Exists(path))
            {
                return null;
            }

            file = File.ReadAllBytes(path);
        }
        catch (FileNotFoundException)
        {
            // Another process made room meanwhile.
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            WasmtimeLog.CacheUnavailable(_logger, _directory, exception);
            return null;
        }

        if (Unwrap(file, key) is { } artifact)
        {
            Touch(path);
            return artifact;
        }

        WasmtimeLog.ArtifactRefused(_logger, path);
        Delete(path);
        return null;
    }

    /// <summary>Keeps an artefact. What cannot be kept is only slower the next time.</summary>
    public void Store(ArtifactKey key, ReadOnlySpan<byte> findings, ReadOnlySpan<byte> code)
    {
        string path = Path.Combine(_directory, key.FileName);
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            PrivateDirectory.Ensure(_directory, _holdsKey);
            byte[] content = Wrap(key, findings, code);
            if (content.Length > _maxBytes)
            {
                return;
            }

            MakeRoom(content.Length);
            using (FileStream file = PrivateDirectory.CreateFile(temporary))
            {
                file.Write(content);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            WasmtimeLog.CacheUnavailable(_logger, _directory, exception);
            Delete(temporary);
        }
    }

    // What was longest unused goes first. Another process may have taken it already.
    private void MakeRoom(long bytes)
    {
        FileInfo[] files =
        [
            .. new DirectoryInfo(_directory).EnumerateFiles(Pattern).OrderBy(static file => file.LastWriteTimeUtc),
        ];
        long held = files.Sum(static file => file.Exists ? file.Length : 0);
        foreach (FileInfo file in files)
        {
            if (held + bytes <= _maxBytes)
            {
                return;
            }

            held -= file.Exists ? file.Length : 0;
            Delete(file.FullName);
        }
    }

    private void DeleteAbandoned()
    {
        DateTime before = DateTime.UtcNow - TemporaryLifetime;
        var directory = new DirectoryInfo(_directory);
        foreach (FileInfo file in TemporaryPatterns.SelectMany(directory.EnumerateFiles))
        {
            if (file.LastWriteTimeUtc < before)
            {
                Delete(file.FullName);
            }
        }
    }

    // What is used is kept. Another process may have taken it away.
    private void Touch(string path)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
        }
        catch (FileNotFoundException)
        {
            // It was read, which is enough.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            WasmtimeLog.CacheUnavailable(_logger, _directory, exception);
        }
    }

    // Magic, HMAC, then three parts: the key's text, what the checks found, the code. The first two have their length
    // before them; the HMAC is over all that follows it.
    private byte[] Wrap(ArtifactKey key, ReadOnlySpan<byte> findings, ReadOnlySpan<byte> code)
    {
        byte[] text = Encoding.UTF8.GetBytes(key.Text);
        byte[] file = new byte[HeaderBytes + (2 * sizeof(int)) + text.Length + findings.Length + code.Length];
        Magic.CopyTo(file);
        Span<byte> rest = file.AsSpan(HeaderBytes);
        rest = Put(rest, text);
        rest = Put(rest, findings);
        code.CopyTo(rest);
        HMACSHA256.HashData(_key, file.AsSpan(HeaderBytes), file.AsSpan(Magic.Length, MacBytes));
        return file;
    }

    private static Span<byte> Put(Span<byte> place, ReadOnlySpan<byte> part)
    {
        BinaryPrimitives.WriteInt32LittleEndian(place, part.Length);
        part.CopyTo(place[sizeof(int)..]);
        return place[(sizeof(int) + part.Length)..];
    }

    private Artifact? Unwrap(byte[] file, ArtifactKey key)
    {
        if (file.Length < HeaderBytes || !file.AsSpan().StartsWith(Magic))
        {
            return null;
        }

        ReadOnlyMemory<byte> body = file.AsMemory(HeaderBytes);
        Span<byte> mac = stackalloc byte[MacBytes];
        HMACSHA256.HashData(_key, body.Span, mac);
        return CryptographicOperations.FixedTimeEquals(mac, file.AsSpan(Magic.Length, MacBytes))
            && TryTake(ref body, out ReadOnlyMemory<byte> text)
            && TryTake(ref body, out ReadOnlyMemory<byte> findings)
            && text.Span.SequenceEqual(Encoding.UTF8.GetBytes(key.Text))
                ? new Artifact(findings, body)
                : null;
    }

    private static bool TryTake(ref ReadOnlyMemory<byte> body, out ReadOnlyMemory<byte> part)
    {
        part = default;
        if (!BinaryPrimitives.TryReadInt32LittleEndian(body.Span, out int length)
            || length < 0 || length > body.Length - sizeof(int))
        {
            return false;
        }

        part = body.Slice(sizeof(int), length);
        body = body[(sizeof(int) + length)..];
        return true;
    }

    private void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            WasmtimeLog.CacheUnavailable(_logger, _directory, exception);
        }
    }
}
