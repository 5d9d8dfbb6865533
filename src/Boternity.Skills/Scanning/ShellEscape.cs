using System.Globalization;

namespace Boternity.Skills.Scanning;

/// <summary>Characters that are written as numbers, and the length of a variable's name.</summary>
internal static class ShellEscape
{
    private const int MaxNameLength = 64;

    /// <summary>Reads <c>\x63</c>, <c>\u0063</c>, <c>\143</c> or <c>\0143</c>.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out char decoded, out int length)
    {
        (decoded, length) = ('\0', 0);
        if (text.Length < 4)
        {
            return false;
        }

        if (text[1] is 'x' or 'u')
        {
            length = text[1] == 'x' ? 4 : 6;
            if (text.Length < length
                || !ushort.TryParse(
                    text[2..length], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
            {
                return false;
            }

            decoded = (char)code;
            return true;
        }

        int from = text[1] == '0' && text.Length > 4 && IsOctal(text[4]) ? 2 : 1;
        if (!IsOctal(text[from]) || !IsOctal(text[from + 1]) || !IsOctal(text[from + 2]))
        {
            return false;
        }

        length = from + 3;
        decoded = (char)(((text[from] - '0') * 64) + ((text[from + 1] - '0') * 8) + text[from + 2] - '0');
        return true;
    }

    /// <summary>How much of a text is the name of a variable.</summary>
    public static int NameLength(ReadOnlySpan<char> text)
    {
        int length = 0;
        while (length < text.Length
            && length < MaxNameLength
            && (char.IsAsciiLetter(text[length]) || text[length] == '_'
                || (length > 0 && char.IsAsciiDigit(text[length]))))
        {
            length++;
        }

        return length;
    }

    private static bool IsOctal(char c) => c is >= '0' and <= '7';
}
