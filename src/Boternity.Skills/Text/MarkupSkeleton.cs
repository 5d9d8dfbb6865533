using System.Buffers;
using System.Globalization;
using System.Text;

namespace Boternity.Skills.Text;

/// <summary>
/// A text as a model may read it: without what is not seen, and with plain letters, brackets and bars in place of those
/// that look like them. It knows where each of its characters stands in the text.
/// </summary>
internal sealed class MarkupSkeleton
{
    private const char OtherPlane = '\uFFFD';

    private readonly int[]? _places;
    private readonly int _length;
    private readonly int _count;

    private MarkupSkeleton(string text, int[]? places, int length, int count)
    {
        Text = text;
        _places = places;
        _length = length;
        _count = count;
    }

    public string Text { get; }

    public static MarkupSkeleton Of(string text)
    {
        if (Ascii.IsValid(text))
        {
            return new MarkupSkeleton(text, places: null, text.Length, text.Length);
        }

        // Each character is read as one, or as none.
        char[] skeleton = new char[text.Length];
        int[] places = new int[text.Length];
        int count = 0;
        for (int at = 0; at < text.Length;)
        {
            char c = text[at];
            if (char.IsAscii(c))
            {
                (skeleton[count], places[count++]) = (c, at++);
                continue;
            }

            OperationStatus status = Rune.DecodeFromUtf16(text.AsSpan(at), out Rune rune, out int length);
            if (status == OperationStatus.Done && PlainOf(rune) is { } plain)
            {
                (skeleton[count], places[count++]) = (plain, at);
            }

            at += length;
        }

        return new MarkupSkeleton(new string(skeleton, 0, count), places, text.Length, count);
    }

    /// <summary>Where a character of the skeleton stands in the text; its end for the place behind the last.</summary>
    public int PlaceOf(int index) => _places is null ? index : index < _count ? _places[index] : _length;

    /// <summary>
    /// What a character outside of ASCII reads like, in one UTF-16 unit; null where it is not seen. Those of other
    /// planes that look like no letter all read as the same.
    /// </summary>
    private static char? PlainOf(Rune rune)
    {
        if (Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
                or UnicodeCategory.Control)
        {
            return null;
        }

        return rune.Value switch
        {
            >= 0xFF01 and <= 0xFF5E => (char)(rune.Value - 0xFEE0),
            0x02C2 or 0x1438 or 0x2039 or 0x2329 or 0x276E or 0x27E8 or 0x3008 or 0xFE64 => '<',
            0x02C3 or 0x1433 or 0x203A or 0x232A or 0x276F or 0x27E9 or 0x3009 or 0xFE65 => '>',
            0x2044 or 0x2215 or 0x29F8 or 0x2571 => '/',
            0x2010 or 0x2011 or 0x2012 or 0x2013 or 0x2212 or 0xFE63 or 0xFE58 => '-',
            0x2017 or 0x203F or 0xFE4D or 0xFE4E or 0xFE4F or 0xFE33 => '_',
            0x01C0 or 0x2223 or 0x2502 or 0x2758 or 0xFE31 => '|',
            0x115F or 0x1160 or 0x3164 or 0xFFA0 => null,
            _ => Confusables.TryGetLatin(rune, out char letter) ? letter : rune.IsBmp ? (char)rune.Value : OtherPlane,
        };
    }
}
