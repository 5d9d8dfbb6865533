using System.Globalization;
using System.Text;

namespace Boternity.Skills.Manifests;

/// <summary>Text of strangers as it may stand in a message: short, on one line, nothing invisible.</summary>
internal static class Quoted
{
    private const int MaxLength = 60;

    public static string Of(string text)
    {
        string shown = text.Length <= MaxLength ? text : text[..MaxLength];
        if (!shown.Any(NeedsEscape))
        {
            return shown.Length == text.Length ? $"'{shown}'" : $"'{shown}…'";
        }

        var builder = new StringBuilder(MaxLength * 2).Append('\'');
        foreach (char c in shown)
        {
            _ = NeedsEscape(c) ? builder.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}") : builder.Append(c);
        }

        return builder.Append(shown.Length == text.Length ? "'" : "…'").ToString();
    }

    private static bool NeedsEscape(char c) =>
        char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse;
}
