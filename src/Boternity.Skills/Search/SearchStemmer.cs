namespace Boternity.Skills.Search;

/// <summary>
/// The stem of an English word, by M. F. Porter's "An algorithm for suffix stripping" (1980), with British spelling
/// read as American, and with the <c>-er</c> and <c>-or</c> of those who do something taken off. Words of other
/// languages lose an ending at most, the same in a text and in a query.
/// </summary>
internal static class SearchStemmer
{
    private const int MinLength = 3;
    private const int MinDoer = 3;

    // "creation" has no measure before its ending, and is "create" all the same.
    private const string CreationEnding = "ation";

    // Things, and nobody who does something.
    private static readonly HashSet<string> Things = new(StringComparer.Ordinal)
    {
        "poster", "folder", "letter", "newsletter", "number", "paper", "order", "server", "header", "footer", "member",
        "customer", "center", "layer", "buffer", "cluster", "filter", "container", "monitor", "sensor", "vector",
        "calendar", "computer", "paper", "weather", "color", "counter", "character", "parameter", "factor", "matter",
        "winner", "career", "trigger", "chapter", "meter", "theater", "flyer", "banner", "router",
    };

    private static readonly (string From, string To)[] Step2 =
    [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("abli", "able"),
        ("alli", "al"), ("entli", "ent"), ("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"),
        ("ator", "ate"), ("alism", "al"), ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"),
        ("iviti", "ive"), ("biliti", "ble"),
    ];

    private static readonly (string From, string To)[] Step3 =
    [
        ("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", ""),
    ];

    private static readonly string[] Step4 =
    [
        "ement", "ment", "ance", "ence", "able", "ible", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "ion",
        "al", "er", "ic", "ou",
    ];

    /// <summary>The stem of a word in lower case; the word itself where it is short or not of letters a to z.</summary>
    public static string Stem(string word)
    {
        if (word.Length < MinLength || word.AsSpan().ContainsAnyExceptInRange('a', 'z'))
        {
            return word;
        }

        // Somebody who applies, and not an application.
        if (word is "applicant" or "applicants")
        {
            return "applicant";
        }

        string stem = ToAmerican(word);
        stem = DropPlural(stem);
        stem = DropTense(stem);
        stem = stem.EndsWith('y') && HasVowel(stem.AsSpan(0, stem.Length - 1)) ? stem[..^1] + "i" : stem;
        stem = Replace(stem, Step2);
        stem = Replace(stem, Step3);
        stem = DropSuffix(stem);
        stem = DropLastE(stem);
        return DropDoer(stem);
    }

    private static string ToAmerican(string word)
    {
        foreach (string ending in new[] { "isation", "ising", "ised", "ises", "iser", "ise" })
        {
            if (word.Length > ending.Length + 2 && word.EndsWith(ending, StringComparison.Ordinal))
            {
                return string.Concat(word.AsSpan(0, word.Length - ending.Length), "iz", ending.AsSpan(2));
            }
        }

        return word.Length > 5 ? word.Replace("olour", "olor", StringComparison.Ordinal) : word;
    }

    private static string DropPlural(string word) => word switch
    {
        _ when word.EndsWith("sses", StringComparison.Ordinal) => word[..^2],
        _ when word.EndsWith("ies", StringComparison.Ordinal) => word[..^2],
        _ when word.EndsWith("ss", StringComparison.Ordinal) => word,
        _ when word.EndsWith('s') => word[..^1],
        _ => word,
    };

    private static string DropTense(string word)
    {
        if (word.EndsWith("eed", StringComparison.Ordinal))
        {
            return Measure(word.AsSpan(0, word.Length - 3)) > 0 ? word[..^1] : word;
        }

        int ending = word.EndsWith("ed", StringComparison.Ordinal) ? 2
            : word.EndsWith("ing", StringComparison.Ordinal) ? 3
            : 0;
        if (ending == 0 || !HasVowel(word.AsSpan(0, word.Length - ending)))
        {
            return word;
        }

        string stem = word[..^ending];
        if (stem.EndsWith("at", StringComparison.Ordinal)
            || stem.EndsWith("bl", StringComparison.Ordinal)
            || stem.EndsWith("iz", StringComparison.Ordinal))
        {
            return stem + "e";
        }

        if (EndsDoubled(stem))
        {
            return stem[^1] is 'l' or 's' or 'z' ? stem : stem[..^1];
        }

        return Measure(stem) == 1 && EndsShort(stem) ? stem + "e" : stem;
    }

    private static string Replace(string word, (string From, string To)[] rules)
    {
        foreach ((string from, string to) in rules)
        {
            if (word.EndsWith(from, StringComparison.Ordinal))
            {
                ReadOnlySpan<char> stem = word.AsSpan(0, word.Length - from.Length);
                return Measure(stem) > 0 || (from == CreationEnding && stem.Length >= MinLength)
                    ? string.Concat(stem, to)
                    : word;
            }
        }

        return word;
    }

    private static string DropSuffix(string word)
    {
        foreach (string suffix in Step4)
        {
            if (word.EndsWith(suffix, StringComparison.Ordinal))
            {
                string stem = word[..^suffix.Length];
                bool mayGo = suffix != "ion" || (stem.Length > 0 && stem[^1] is 's' or 't');
                return mayGo && Measure(stem) > 1 ? stem : word;
            }
        }

        return word;
    }

    private static string DropLastE(string word)
    {
        if (word.EndsWith('e'))
        {
            string stem = word[..^1];
            int measure = Measure(stem);
            word = measure > 1 || (measure == 1 && !EndsShort(stem)) ? stem : word;
        }

        return word.EndsWith("ll", StringComparison.Ordinal) && Measure(word) > 1 ? word[..^1] : word;
    }

    // "writer" beside "write", "creator" beside "create", "designer" beside "design", "planner" beside "plan".
    private static string DropDoer(string word)
    {
        if ((!word.EndsWith("er", StringComparison.Ordinal) && !word.EndsWith("or", StringComparison.Ordinal))
            || Things.Contains(word))
        {
            return word;
        }

        string stem = word[..^2];
        bool isDoubled = EndsDoubled(stem) && stem[^1] is not ('l' or 's');
        stem = isDoubled ? stem[..^1] : stem;
        if (stem.Length < MinDoer || Measure(stem) == 0)
        {
            return word;
        }

        return !isDoubled && Measure(stem) == 1 && EndsShort(stem) ? stem + "e" : stem;
    }

    // How often vowels are followed by consonants.
    private static int Measure(ReadOnlySpan<char> word)
    {
        int measure = 0;
        bool wasVowel = false;
        for (int i = 0; i < word.Length; i++)
        {
            bool isVowel = IsVowel(word, i);
            measure += wasVowel && !isVowel ? 1 : 0;
            wasVowel = isVowel;
        }

        return measure;
    }

    private static bool HasVowel(ReadOnlySpan<char> word)
    {
        for (int i = 0; i < word.Length; i++)
        {
            if (IsVowel(word, i))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsVowel(ReadOnlySpan<char> word, int at) =>
        word[at] is 'a' or 'e' or 'i' or 'o' or 'u' || (word[at] == 'y' && at > 0 && !IsVowel(word, at - 1));

    private static bool EndsDoubled(string word) =>
        word.Length > 1 && word[^1] == word[^2] && !IsVowel(word, word.Length - 1);

    // Consonant, vowel, consonant other than w, x and y: "fil" of "file".
    private static bool EndsShort(string word) =>
        word.Length > 2
        && !IsVowel(word, word.Length - 3)
        && IsVowel(word, word.Length - 2)
        && !IsVowel(word, word.Length - 1)
        && word[^1] is not ('w' or 'x' or 'y');
}
