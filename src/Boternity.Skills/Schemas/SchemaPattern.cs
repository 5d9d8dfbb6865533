using System.Text;
using System.Text.RegularExpressions;

namespace Boternity.Skills.Schemas;

/// <summary>
/// Regular expressions of a schema. They are ECMA-262's, and a stranger's: matching takes time linear in the text, so
/// look-around and back references are refused.
/// </summary>
internal static class SchemaPattern
{
    /// <exception cref="SchemaException">It cannot be read, or not matched in linear time.</exception>
    public static Regex Read(string pointer, string pattern)
    {
        try
        {
            return new Regex(
                ToDotNet(pattern),
                RegexOptions.NonBacktracking | RegexOptions.CultureInvariant,
                TimeSpan.FromSeconds(1));
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new SchemaException(
                pointer, "is not a regular expression that this library matches in linear time", exception);
        }
    }

    // In ECMA-262 a digit is 0-9, a word character ASCII, and $ stands at the very end; .NET differs in all three.
    private static string ToDotNet(string pattern)
    {
        var text = new StringBuilder(pattern.Length + 8);
        bool isInClass = false;
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                text.Append(Escape(pattern[++i], isInClass));
                continue;
            }

            isInClass = c switch
            {
                '[' => true,
                ']' => false,
                _ => isInClass,
            };
            text.Append(c == '$' && !isInClass ? "\\z" : c.ToString());
        }

        return text.ToString();
    }

    private static string Escape(char c, bool isInClass) => c switch
    {
        'd' => isInClass ? "0-9" : "[0-9]",
        'w' => isInClass ? "A-Za-z0-9_" : "[A-Za-z0-9_]",
        'D' when !isInClass => "[^0-9]",
        'W' when !isInClass => "[^A-Za-z0-9_]",
        '/' or '-' or '_' => c == '-' ? "\\-" : c.ToString(),
        _ => $"\\{c}",
    };
}
