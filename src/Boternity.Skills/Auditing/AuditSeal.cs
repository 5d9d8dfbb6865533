using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Boternity.Skills.Auditing;

/// <summary>
/// Where a log with a key ends: the number and the hash of its last line, under the key, in a file beside it. Lines
/// that are cut off the end leave a seal that fits no line.
/// </summary>
internal sealed record AuditSeal(long Sequence, string Head)
{
    private const int MaxBytes = 1024;

    public static void Write(string directory, byte[] key, long sequence, string head)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{sequence:D20} {head}");
        using FileStream file = AuditFiles.Open(
            Path.Combine(directory, AuditFiles.SealName),
            FileMode.OpenOrCreate,
            FileShare.ReadWrite | FileShare.Delete);

        // Always of one length, in one write: a process that is killed leaves the seal before or this one.
        file.Write(Encoding.ASCII.GetBytes($"{text} {Mac(key, text)}\n"));
    }

    /// <summary>The seal of a log; null when there is none that the key fits.</summary>
    public static AuditSeal? Read(string directory, byte[] key)
    {
        string path = Path.Combine(directory, AuditFiles.SealName);
        if (!File.Exists(path))
        {
            return null;
        }

        using FileStream file = AuditFiles.OpenRead(path);
        if (file.Length > MaxBytes)
        {
            return null;
        }

        using var reader = new StreamReader(file, Encoding.ASCII);
        return reader.ReadToEnd().TrimEnd('\n').Split(' ') is [var number, var head, var mac]
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long sequence)
            && CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(mac), Encoding.ASCII.GetBytes(Mac(key, $"{number} {head}")))
            ? new AuditSeal(sequence, head)
            : null;
    }

    private static string Mac(byte[] key, string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes($"seal {text}")));
}
