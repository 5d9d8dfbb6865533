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
    /// <param name="text">The text.</param>
    /// <param name="maxLength">The most characters.</param>
    /// <param name="wasCutBefore">Whether only the end of a text may be here: it can begin in a secret.</param>
    public string Redact(string text, int maxLength = int.MaxValue, bool wasCutBefore = false)
    {
        if (_known is not { } known)
        {
            return Cut(text, maxLength);
        }

        var masked = new StringBuilder();
        int from = wasCutBefore ? LengthOfCutBeginning(known.LongestFirst, text) : 0;
        if (from > 0)
        {
            masked.Append(Mask);
            from = Extend(known, text, -1, from);
        }

        while (masked.Length <= maxLength && text.AsSpan(from).IndexOfAny(known.Search) is var at and >= 0)
        {
            masked.Append(text, from, at).Append(Mask);
            at += from;
            from = Extend(known, text, at, at + LengthAt(known.LongestFirst, text.AsSpan(at)));
        }

        if (masked.Length > maxLength)
        {
            return Cut(masked.ToString(), maxLength);
        }

        int end = text.Length - LengthOfCutSecret(known.LongestFirst, text);
        if (masked.Length == 0 && end == text.Length)
        {
            return Cut(text, maxLength);
        }

        if (end >= from)
        {
            masked.Append(text, from, end - from).Append(end < text.Length ? Mask : "");
        }

        return Cut(masked.ToString(), maxLength);
    }

    /// <summary>The end of what is masked, where another secret begins in it and goes on.</summary>
    private static int Extend(Known known, string text, int at, int end)
    {
        int longest = known.LongestFirst[0].Length;
        while (++at < end)
        {
            int next = text.AsSpan(at, Math.Min(text.Length, end + longest) - at).IndexOfAny(known.Search);
            if (next < 0 || at + next >= end)
            {
                break;
            }

            at += next;
            end = Math.Max(end, at + LengthAt(known.LongestFirst, text.AsSpan(at)));
        }

        return end;
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

            if (AddressOf(value) is { } address)
            {
                yield return address;
            }
        }
    }

    // A number that stands where a host's name does becomes an address, whatever it is written in.
    private static string? AddressOf(string value)
    {
        string host = value.Contains(':', StringComparison.Ordinal) ? $"[{value.Trim('[', ']')}]" : value;
        return host.All(static c => char.IsAsciiHexDigit(c) || c is 'x' or 'X' or '.' or ':' or '[' or ']')
            && Uri.TryCreate($"http://{host}/", UriKind.Absolute, out Uri? uri)
            && uri.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6
            ? HostPattern.Normalize(uri)
            : null;
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

    /// <summary>
    /// How many characters at the beginning of the text are the end of a secret whose beginning was cut off. What was
    /// cut in the middle of a character begins with what stands for the rest of it.
    /// </summary>
    private static int LengthOfCutBeginning(string[] values, string text)
    {
        const char Replacement = '\uFFFD';
        int start = text.AsSpan().IndexOfAnyExcept(Replacement);
        if (start < 0)
        {
            return 0;
        }

        int longest = 0;
        foreach (string value in values)
        {
            for (int length = Math.Min(value.Length - 1, text.Length - start); length >= MinCutLength
                && length > longest; length--)
            {
                if (text.AsSpan(start).StartsWith(value.AsSpan(value.Length - length),
                    StringComparison.OrdinalIgnoreCase))
                {
                    longest = length;
                }
            }
        }

        return longest == 0 ? 0 : start + longest;
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
