using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Boternity.Skills.Text;

namespace Boternity.Skills.Capabilities;

/// <summary>
/// Masks the secrets that a run was given in text that leaves it for a log, an error or the audit. It finds a secret as
/// it is, in any case, and in the spellings that this library makes of it, also where a bound cut its end off. One that
/// the skill encodes or splits is not found, and a skill that may read a secret must be trusted with it.
/// </summary>
internal sealed class SecretRedactor
{
    public const string Mask = "***";

    // A shorter beginning of a secret says nothing of it, and ends many an honest text.
    private const int MinCutLength = 4;

    private static readonly IdnMapping Idn = new();

    private readonly Lock _lock = new();
    private volatile Known? _known;

    public void Add(string secret)
    {
        // Space says nothing; masked, it would leave no text readable.
        if (string.IsNullOrWhiteSpace(secret))
        {
            return;
        }

        lock (_lock)
        {
            string[] values =
            [
                .. (_known?.LongestFirst ?? [])
                    .Concat(Spellings(secret))
                    .Where(value => !string.IsNullOrWhiteSpace(value))
                    .Distinct(StringComparer.OrdinalIgnoreCase)
                    .OrderByDescending(value => value.Length),
            ];
            _known = new Known(values, SearchValues.Create(values, StringComparison.OrdinalIgnoreCase));
        }
    }

    /// <summary>
    /// The text with secrets masked, cut to a number of characters after masking (never inside a surrogate pair).
    /// </summary>
    public string Redact(string text, int maxLength = int.MaxValue)
    {
        if (_known is not { } known)
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

        if (masked.Length > maxLength)
        {
            return Cut(masked.ToString(), maxLength);
        }

        int cut = LengthOfCutSecret(known.LongestFirst, rest);
        if (masked.Length == 0 && cut == 0)
        {
            return Cut(text, maxLength);
        }

        return Cut(masked.Append(rest[..^cut]).Append(cut > 0 ? Mask : "").ToString(), maxLength);
    }

    /// <summary>
    /// The secret as it is, and as this library puts it down: on one line, without the line end that secrets from files
    /// have, in a URL (percent-encoded, or as a host's name), in JSON, and in Base64.
    /// </summary>
    private static IEnumerable<string> Spellings(string secret)
    {
        foreach (string value in new[] { secret, secret.Trim() }.Distinct())
        {
            string oneLine = DisplayText.OneLine(value);
            yield return value;
            yield return oneLine;
            yield return oneLine.Trim();
            yield return Uri.EscapeDataString(value);
            yield return JsonEncodedText.Encode(value).ToString();
            yield return Convert.ToBase64String(Encoding.UTF8.GetBytes(value));
            if (HostNameOf(value) is { } host)
            {
                yield return host;
            }
        }
    }

    private static string? HostNameOf(string value)
    {
        try
        {
            return Idn.GetAscii(value);
        }
        catch (ArgumentException)
        {
            // It cannot be a host's name.
            return null;
        }
    }

    private static int LengthAt(string[] longestFirst, ReadOnlySpan<char> text)
    {
        foreach (string value in longestFirst)
        {
            if (text.StartsWith(value, StringComparison.OrdinalIgnoreCase))
            {
                return value.Length;
            }
        }

        return 1;
    }

    /// <summary>
    /// How many characters at the end of the text are the beginning of a secret whose end a bound has cut off.
    /// </summary>
    private static int LengthOfCutSecret(string[] values, ReadOnlySpan<char> text)
    {
        int longest = 0;
        foreach (string value in values)
        {
            for (int length = Math.Min(value.Length - 1, text.Length); length >= MinCutLength
                && length > longest; length--)
            {
                if (text.EndsWith(value.AsSpan(0, length), StringComparison.OrdinalIgnoreCase))
                {
                    longest = length;
                }
            }
        }

        return longest;
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
