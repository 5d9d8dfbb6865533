using System.Buffers;
using System.Text;

namespace Boternity.Skills.Capabilities;

/// <summary>
/// Masks the secrets that a run was given in text that leaves it for a log, an error or the audit. It finds a secret as
/// it is; one that the skill encodes or splits is not found, and a skill that may read a secret must be trusted
/// with it.
/// </summary>
internal sealed class SecretRedactor
{
    public const string Mask = "***";
    private readonly Lock _lock = new();
    private volatile Known? _known;

    public void Add(string secret)
    {
        if (secret.Length == 0)
        {
            return;
        }

        lock (_lock)
        {
            string[] values =
            [
                .. (_known?.LongestFirst ?? [])
                    .Concat(Spellings(secret))
                    .Where(value => value.Length > 0)
                    .Distinct()
                    .OrderByDescending(value => value.Length),
            ];
            _known = new Known(values, SearchValues.Create(values, StringComparison.Ordinal));
        }
    }

    /// <summary>
    /// The text with secrets masked, cut to a number of characters after masking (never inside a surrogate pair).
    /// </summary>
    public string Redact(string text, int maxLength = int.MaxValue)
    {
        if (_known is not { } known || text.AsSpan().IndexOfAny(known.Search) < 0)
        {
            return Cut(text, maxLength);
        }

        var masked = new StringBuilder();
        ReadOnlySpan<char> rest = text;
        while (masked.Length <= maxLength && rest.IndexOfAny(known.Search) is var at and >= 0)
        {
            masked.Append(rest[..at]).Append(Mask);
            rest = rest[(at + LengthAt(known.LongestFirst, rest[at..]))..];
        }

        return Cut(masked.Length <= maxLength ? masked.Append(rest).ToString() : masked.ToString(), maxLength);
    }

    /// <summary>
    /// As it is, and as this library itself would put it down: on one line, and without the line end that secrets
    /// from files have.
    /// </summary>
    private static string[] Spellings(string secret)
    {
        string oneLine = LogText.OneLine(secret);
        return [secret, secret.Trim(), oneLine, oneLine.Trim()];
    }

    private static int LengthAt(string[] longestFirst, ReadOnlySpan<char> text)
    {
        foreach (string value in longestFirst)
        {
            if (text.StartsWith(value, StringComparison.Ordinal))
            {
                return value.Length;
            }
        }

        return 1;
    }

    private static string Cut(string text, int maxLength)
    {
        if (text.Length <= maxLength)
        {
            return text;
        }

        return maxLength > 0 && char.IsHighSurrogate(text[maxLength - 1]) ? text[..(maxLength - 1)] : text[..maxLength];
    }

    private sealed record Known(string[] LongestFirst, SearchValues<string> Search);
}
