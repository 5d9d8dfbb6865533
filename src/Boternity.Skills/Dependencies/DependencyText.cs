namespace Boternity.Skills.Dependencies;

/// <summary>Several dependencies in one text, which is all that the specification's metadata can hold.</summary>
internal static class DependencyText
{
    /// <summary>
    /// Splits at commas and line ends where there are some, else at white space: what begins as a range does belongs to
    /// the name before it.
    /// </summary>
    public static IReadOnlyList<string> Split(string text)
    {
        const StringSplitOptions Trimmed = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        if (text.AsSpan().IndexOfAny(',', '\n') >= 0)
        {
            return text.Split([',', '\n'], Trimmed);
        }

        List<string> named = [];
        bool isOpen = false;
        foreach (string word in text.Split((char[]?)null, Trimmed))
        {
            bool isRange = isOpen || word[0] is '^' or '~' or '<' or '>' or '=' or '*' or '|'
                || VersionRange.TryParse(word, out _);
            if (isRange && named.Count > 0)
            {
                named[^1] = $"{named[^1]} {word}";
            }
            else
            {
                named.Add(word);
            }

            // A range goes on after these.
            isOpen = word is "||" or "^" or "~" or "<" or ">" or "<=" or ">=" or "=";
        }

        return named;
    }
}
