using System.Buffers;
using System.Text;

namespace Boternity.Skills.Text;

/// <summary>Which characters a person does not see, or sees in another order than a model reads them.</summary>
internal static class HiddenCharacters
{
    // Plane 14's first 4,096 code points are ignorable by their property, assigned or not.
    private const char FirstTagsHighSurrogate = '\uDB40';
    private const char LastTagsHighSurrogate = '\uDB43';
    private const char ShorthandHighSurrogate = '\uD82F';
    private const char MusicHighSurrogate = '\uD834';

    // One pass over these finds every candidate; a text without them, nearly all text, costs one vectorised search.
    private static readonly SearchValues<char> Candidates = SearchValues.Create(AllCandidates());

    /// <summary>The next hidden character at or after a place.</summary>
    public static bool TryFindNext(string text, ref int at, out HiddenCharacterKind kind, out int length)
    {
        kind = default;
        length = 0;
        while (at < text.Length)
        {
            int found = text.AsSpan(at).IndexOfAny(Candidates);
            if (found < 0)
            {
                break;
            }

            at += found;
            if (Classify(text, at, out length) is { } hidden)
            {
                kind = hidden;
                return true;
            }

            at += length;
        }

        at = text.Length;
        return false;
    }

    /// <summary>The text without hidden characters.</summary>
    public static string Remove(string text)
    {
        int at = 0;
        if (!TryFindNext(text, ref at, out _, out int length))
        {
            return text;
        }

        var kept = new StringBuilder(text.Length).Append(text, 0, at);
        do
        {
            int from = at + length;
            at = from;
            bool more = TryFindNext(text, ref at, out _, out length);
            kept.Append(text, from, at - from);
            if (!more)
            {
                return kept.ToString();
            }
        }
        while (true);
    }

    private static HiddenCharacterKind? Classify(string text, int at, out int length)
    {
        length = 1;
        char c = text[at];
        switch (c)
        {
            case '\u202A' or '\u202B' or '\u202C' or '\u202D' or '\u202E' or '\u2066' or '\u2067' or '\u2068'
                or '\u2069':
                return HiddenCharacterKind.BidirectionalOverride;
            case '\u200E' or '\u200F' or '\u061C':
                return HiddenCharacterKind.BidirectionalMark;
            case '\uFEFF' when at == 0:
                return null;
            case '\u200C' or '\u200D':
                // Emoji sequences and several scripts need joiners; after ASCII or another joiner they only
                // hide something.
                return at > 0
                    && text[at - 1] >= '\u0300'
                    && text[at - 1] is not ('\u200B' or '\u200C' or '\u200D' or '\u2060')
                    ? null
                    : HiddenCharacterKind.ZeroWidth;
            case >= '\uFE00' and <= '\uFE0F':
                // One selector belongs to the character before it; a run of them carries data.
                return at > 0 && text[at - 1] is >= '\uFE00' and <= '\uFE0F' ? HiddenCharacterKind.HiddenData : null;
            case >= '\u180B' and <= '\u180F' and not '\u180E':
                // The same, of Mongolian.
                return at > 0 && text[at - 1] is >= '\u1820' and <= '\u18AA' ? null : HiddenCharacterKind.HiddenData;
            case ShorthandHighSurrogate or MusicHighSurrogate
                or (>= FirstTagsHighSurrogate and <= LastTagsHighSurrogate):
                length = at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;
                return length == 2 ? Classify(c, text[at + 1]) : null;
            case < ' ' or '\u007F' or (>= '\u0080' and <= '\u009F'):
                return c is '\u0085' ? null : HiddenCharacterKind.Control;
            default:
                return HiddenCharacterKind.ZeroWidth;
        }
    }

    private static HiddenCharacterKind? Classify(char high, char low) => high switch
    {
        ShorthandHighSurrogate => low is >= '\uDCA0' and <= '\uDCA3' ? HiddenCharacterKind.ZeroWidth : null,
        MusicHighSurrogate => low is >= '\uDD73' and <= '\uDD7A' ? HiddenCharacterKind.ZeroWidth : null,
        _ => HiddenCharacterKind.HiddenData,
    };

    // Unicode's Default_Ignorable_Code_Point, the controls, and the marks of interlinear annotations.
    private static string AllCandidates()
    {
        var all = new StringBuilder(
            "\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u3164\uFEFF\uFFA0")
            .Append(ShorthandHighSurrogate)
            .Append(MusicHighSurrogate);
        AddRange(all, FirstTagsHighSurrogate, LastTagsHighSurrogate);
        AddRange(all, '\u180B', '\u180F');
        AddRange(all, '\uFFF0', '\uFFFB');
        AddRange(all, '\u200B', '\u200F');
        AddRange(all, '\u202A', '\u202E');
        AddRange(all, '\u2060', '\u206F');
        AddRange(all, '\uFE00', '\uFE0F');
        AddRange(all, '\u007F', '\u009F');
        for (char c = '\0'; c < ' '; c++)
        {
            _ = c is '\t' or '\n' or '\r' or '\f' ? all : all.Append(c);
        }

        return all.ToString();
    }

    private static void AddRange(StringBuilder all, char first, char last)
    {
        for (char c = first; c <= last; c++)
        {
            all.Append(c);
        }
    }
}
