using System.Globalization;
using System.Text;

namespace Boternity.Skills.Search;

/// <summary>
/// The words of a text: runs of letters and digits in lower case, without accents. A capital after a small letter
/// begins a word. Scripts that write no spaces give pairs of characters.
/// </summary>
internal static class SearchWords
{
    /// <summary>The most characters of one word; the rest is left out.</summary>
    public const int MaxWordLength = 40;

    private static readonly HashSet<string> Ignored = new(StringComparer.Ordinal)
    {
        "a", "an", "and", "any", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from", "get", "has",
        "have", "help", "how", "i", "if", "in", "into", "is", "it", "its", "like", "me", "my", "need", "of", "on",
        "or", "our", "out", "please", "should", "so", "some", "something", "than", "that", "the", "their", "them",
        "then", "there", "these", "this", "to", "up", "use", "used", "user", "users", "using", "want", "was", "we",
        "what", "when", "where", "which", "while", "who", "will", "with", "would", "you", "your",
    };

    private static readonly HashSet<string> General = new(StringComparer.Ordinal)
    {
        "add", "build", "create", "creating", "edit", "generate", "generating", "good", "make", "making", "manage",
        "new", "run", "work", "write", "writing",
    };

    /// <summary>Whether a word says little of what is looked for: what almost every skill does.</summary>
    public static bool IsGeneral(string word) => General.Contains(word);

    /// <summary>Whether a word says nothing of what a text is about.</summary>
    public static bool IsIgnored(string word) => Ignored.Contains(word);

    /// <summary>Adds the words of a text to a list, until the list has so many.</summary>
    public static void AddTo(List<string> words, string text, int maxCount)
    {
        string folded = Fold(text);
        int start = -1;
        for (int i = 0; i <= folded.Length && words.Count < maxCount; i++)
        {
            bool isInside = i < folded.Length && char.IsLetterOrDigit(folded[i]);
            if (start >= 0 && (!isInside || IsBoundary(folded, i)))
            {
                Add(words, folded.AsSpan(start, i - start), maxCount);
                start = -1;
            }

            if (isInside && start < 0)
            {
                start = i;
            }
        }
    }

    private static bool IsBoundary(string text, int at) =>
        (char.IsUpper(text[at]) && char.IsLower(text[at - 1])) || IsUnspaced(text[at]) != IsUnspaced(text[at - 1]);

    private static void Add(List<string> words, ReadOnlySpan<char> run, int maxCount)
    {
        if (!IsUnspaced(run[0]))
        {
            words.Add(run[..Math.Min(run.Length, MaxWordLength)].ToString().ToLowerInvariant());
            return;
        }

        if (run.Length == 1)
        {
            words.Add(run.ToString());
        }

        for (int i = 0; i + 1 < run.Length && words.Count < maxCount; i++)
        {
            words.Add(run.Slice(i, 2).ToString());
        }
    }

    // Kana, Han and Thai; Hangul has spaces between words.
    private static bool IsUnspaced(char c) =>
        c is (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\u0E00' and <= '\u0E7F');

    private static string Fold(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        string decomposed = text.IsNormalized(NormalizationForm.FormKD) ? text : Decompose(text);
        var folded = new StringBuilder(decomposed.Length);
        foreach (char c in decomposed)
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                folded.Append(c);
            }
        }

        return folded.ToString();
    }

    private static string Decompose(string text)
    {
        // A lone surrogate cannot be normalised; what holds one is bytes, not a name that a person looks for.
        var runes = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            runes.Append(rune.ToString());
        }

        return runes.ToString().Normalize(NormalizationForm.FormKD);
    }
}
