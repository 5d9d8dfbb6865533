using System.Text;

namespace Boternity.Skills.Registries;

/// <summary>
/// The headings of a Markdown text (CommonMark 0.31, section 4.2), outside fenced code, for a search.
/// </summary>
internal static class SkillHeadings
{
    /// <summary>The most headings of one text, and the most bytes of one heading; the rest is left out.</summary>
    public const int MaxCount = 24;
    public const int MaxBytes = 120;

    private const int MaxLevel = 6;

    public static IReadOnlyList<string> Read(ReadOnlySpan<byte> utf8)
    {
        List<string> headings = [];
        bool isCode = false;
        foreach (Range range in utf8.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = utf8[range].Trim(" \t\r"u8);
            if (line.StartsWith("```"u8) || line.StartsWith("~~~"u8))
            {
                isCode = !isCode;
                continue;
            }

            int level = line.IndexOfAnyExcept((byte)'#');
            if (isCode || level is < 1 or > MaxLevel || line[level] != ' ')
            {
                continue;
            }

            ReadOnlySpan<byte> text = line[level..].Trim(" #"u8);
            if (text.Length > 0)
            {
                headings.Add(Encoding.UTF8.GetString(text[..Math.Min(text.Length, MaxBytes)]));
            }

            if (headings.Count == MaxCount)
            {
                break;
            }
        }

        return headings;
    }

    /// <summary>Whether a list is one that <see cref="Read"/> could have given.</summary>
    public static bool IsReasonable(IReadOnlyList<string> headings) =>
        headings.Count <= MaxCount && headings.All(static heading => heading is { Length: > 0 and <= MaxBytes });
}
