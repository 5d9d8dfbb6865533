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
    private const int MaxKeyTextBytes = 4_096;

    private readonly string _directory;
    private readonly byte[] _key;
    private readonly ILogger _logger;

    private ArtifactCache(string directory, byte[] key, ILogger logger)
    {
        _directory = directory;
        _key = key;
        _logger = logger;
    }

    private static ReadOnlySpan<byte> Magic => "BSKWT001"u8;

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

        PrivateDirectory.Ensure(directory);
        byte[] key = options.CacheKey is { } given ? given.ToArray() : PrivateDirectory.ReadOrCreateKey(directory);
        return new ArtifactCache(directory, key, logger);
    }

    /// <summary>The artefact of a key; null where there is none that counts.</summary>
    public byte[]? Find(ArtifactKey key)
    {
        string path = Path.Combine(_directory, key.FileName);
        byte[] file;
        try
        {
            PrivateDirectory.Ensure(_directory);
            if (!File.Exists(path))
            {
                return null;
            }

            file = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            WasmtimeLog.CacheUnavailable(_logger, _directory, exception);
            return null;
        }

        if (Unwrap(file, key) is { } artifact)
        {
            return artifact;
        }

        WasmtimeLog.ArtifactRefused(_logger, path);
        Delete(path);
        return null;
    }

    /// <summary>Keeps an artefact. What cannot be kept is only slower the next time.</summary>
    public void Store(ArtifactKey key, ReadOnlySpan<byte> artifact)
    {
        string path = Path.Combine(_directory, key.FileName);
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            PrivateDirectory.Ensure(_directory);
            File.WriteAllBytes(temporary, Wrap(artifact, key));
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            WasmtimeLog.CacheUnavailable(_logger, _directory, exception);
            Delete(temporary);
        }
    }

    // Magic, HMAC, length of the key's text, the key's text, the artefact; the HMAC is over all that follows it.
    private byte[] Wrap(ReadOnlySpan<byte> artifact, ArtifactKey key)
    {
        byte[] text = Encoding.UTF8.GetBytes(key.Text);
        byte[] file = new byte[HeaderBytes + sizeof(int) + text.Length + artifact.Length];
        Magic.CopyTo(file);
        Span<byte> body = file.AsSpan(HeaderBytes);
        BinaryPrimitives.WriteInt32LittleEndian(body, text.Length);
        text.CopyTo(body[sizeof(int)..]);
        artifact.CopyTo(body[(sizeof(int) + text.Length)..]);
        HMACSHA256.HashData(_key, body, file.AsSpan(Magic.Length, MacBytes));
        return file;
    }

    private byte[]? Unwrap(byte[] file, ArtifactKey key)
    {
        if (file.Length < HeaderBytes + sizeof(int) || !file.AsSpan().StartsWith(Magic))
        {
            return null;
        }

        ReadOnlySpan<byte> body = file.AsSpan(HeaderBytes);
        Span<byte> mac = stackalloc byte[MacBytes];
        HMACSHA256.HashData(_key, body, mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, file.AsSpan(Magic.Length, MacBytes)))
        {
            return null;
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(body);
        if (length is < 0 or > MaxKeyTextBytes || length > body.Length - sizeof(int))
        {
            return null;
        }

        ReadOnlySpan<byte> text = body.Slice(sizeof(int), length);
        return text.SequenceEqual(Encoding.UTF8.GetBytes(key.Text)) ? body[(sizeof(int) + length)..].ToArray() : null;
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
