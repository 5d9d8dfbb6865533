using System.Text;
using System.Text.RegularExpressions;

namespace Boternity.Skills.Text;

/// <summary>Tags and tokens with which a text could pretend that it ended, or that somebody else speaks.</summary>
internal static class PromptMarkup
{
    private const string Open = "[<\uFF1C\uFE64]";

    private const string End = @"(?:[\s/>\uFF0F\uFF1E\uFE65]|\z)";

    private const string Distinct =
        "(?:available_skills|skill_content|skill_resources?|skill_scripts|skill_parent|function_calls|function_results?"
        + @"|tool_calls?|tool_results?|tool_use|antml:\w+|system[-_]\w+)" + End;

    private const string Common = "(?:skills?|system|invoke|human|assistant)" + End;

    // Linear whatever the text (NonBacktracking). Full-width and small angle brackets read like the plain ones, and a
    // tag need not be finished to be taken for one. A common word makes a tag after spaces only when it ends one, so
    // that "a < system b" is none.
    private static readonly Regex Pattern = new(
        Open + @"\s*[/\uFF0F]?\s*" + Distinct + "|" + Open + Common + "|" + Open + @"\s*[/\uFF0F]\s*" + Common
        + @"|<\|[\w /-]{1,40}\|>|\[\s*/?\s*INST\s*\]|<<\s*/?\s*SYS\s*>>",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Where every tag and token begins and ends in the text, however its letters are drawn.</summary>
    public static IEnumerable<(int Start, int End)> Find(string text)
    {
        MarkupSkeleton skeleton = MarkupSkeleton.Of(text);
        foreach (Match match in Pattern.Matches(skeleton.Text))
        {
            yield return (skeleton.PlaceOf(match.Index), skeleton.PlaceOf(match.Index + match.Length));
        }
    }

    /// <summary>
    /// The text with each of them made harmless: its first character is written as a character reference.
    /// </summary>
    public static string Neutralise(string text)
    {
        StringBuilder? harmless = null;
        int from = 0;
        foreach ((int start, _) in Find(text))
        {
            harmless ??= new StringBuilder(text.Length + 64);
            harmless.Append(text, from, start - from).Append(text[start] is '[' or '\uFF3B' ? "&#91;" : "&lt;");

            // The characters that a tag begins with are all in the Basic Multilingual Plane.
            from = start + 1;
        }

        return harmless is null ? text : harmless.Append(text, from, text.Length - from).ToString();
    }
}
