using System.Security.Cryptography;

namespace Boternity.Skills.Auditing;

/// <summary>
/// The hash that chains the lines of a log: SHA-256, or HMAC-SHA-256 where the host has a key, so that nobody without
/// it can write a line that fits.
/// </summary>
internal sealed class AuditHash(byte[]? key)
{
    /// <summary>What stands for the line before the first.</summary>
    public static string None { get; } = new('0', 64);

    public bool HasKey => key is not null;

    /// <summary>The hash of a line without its line end, in lower-case hexadecimal.</summary>
    public string Of(ReadOnlySpan<byte> line) =>
        Convert.ToHexStringLower(key is null ? SHA256.HashData(line) : HMACSHA256.HashData(key, line));
}
