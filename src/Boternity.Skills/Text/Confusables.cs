using System.Collections.Frozen;
using System.Text;

namespace Boternity.Skills.Text;

/// <summary>
/// What a name looks like, after the idea of Unicode Technical Standard 39, section 4: names with the same skeleton
/// look the same. The table holds what can stand for a Latin letter or a digit; case, separators and invisible
/// characters do not count.
/// </summary>
internal static class Confusables
{
    private const string Latin = "abcdefghijklmnopqrstuvwxyz";

    private static readonly FrozenDictionary<int, char> LooksLike = Build();

    private static readonly char[] AsciiLooksLike = [.. Enumerable.Range(0, 128).Select(LookUpAscii)];

    /// <summary>The Latin letter that a character outside ASCII looks like.</summary>
    public static bool TryGetLatin(Rune rune, out char letter)
    {
        letter = default;
        return !rune.IsAscii && LooksLike.TryGetValue(rune.Value, out letter);
    }

    public static string Skeleton(string name)
    {
        var skeleton = new StringBuilder(name.Length);
        foreach (char c in name)
        {
            if (!char.IsAscii(c))
            {
                return Merge(SlowSkeleton(name));
            }

            if (AsciiLooksLike[c] is not '\0' and var letter)
            {
                skeleton.Append(letter);
            }
        }

        return Merge(skeleton.ToString());
    }

    private static string SlowSkeleton(string name)
    {
        var skeleton = new StringBuilder(name.Length);
        foreach (Rune rune in name.EnumerateRunes())
        {
            if (LooksLike.TryGetValue(rune.Value, out char letter))
            {
                skeleton.Append(letter);
            }
            else if (Rune.IsLetterOrDigit(rune))
            {
                skeleton.Append(Rune.ToLowerInvariant(rune).ToString());
            }
        }

        return skeleton.ToString();
    }

    // Letters that run together so that a font draws them like another.
    private static string Merge(string skeleton) =>
        skeleton
            .Replace("rn", "m", StringComparison.Ordinal)
            .Replace("vv", "w", StringComparison.Ordinal)
            .Replace("cl", "d", StringComparison.Ordinal);

    private static char LookUpAscii(int c) =>
        LooksLike.TryGetValue(c, out char letter)
            ? letter
            : char.IsAsciiLetterOrDigit((char)c) ? char.ToLowerInvariant((char)c) : '\0';

    private static FrozenDictionary<int, char> Build()
    {
        var map = new Dictionary<int, char>
        {
            ['0'] = 'o',
            ['1'] = 'l',
            ['I'] = 'l',
            ['|'] = 'l',
            ['$'] = 's',
            ['@'] = 'a',
            ['5'] = 's',
        };
        Add(map, "аɑαạàáâãäåāăąǎȁАΑÀÁÂÃÄÅ", 'a');
        Add(map, "ЬƄВΒьв", 'b');
        Add(map, "сϲⅽçćčсСϹÇ", 'c');
        Add(map, "ԁⅾďđɗ", 'd');
        Add(map, "еёéèêëēĕėęěҽЕΕÉÈÊË", 'e');
        Add(map, "ƒſϝ", 'f');
        Add(map, "ɡցğĝġģԌ", 'g');
        Add(map, "һհĥħНΗ", 'h');
        Add(map, "іìíîïīĭįıιɩίΐ", 'i');
        Add(map, "јϳĵ", 'j');
        Add(map, "кκķКΚ", 'k');
        Add(map, "ⅼӏℓłĺļľІΙӀ", 'l');
        Add(map, "мⅿМΜ", 'm');
        Add(map, "ոռñńņňпΝ", 'n');
        Add(map, "оοօσòóôõöøōŏőОΟÒÓÔÕÖØ", 'o');
        Add(map, "рρРΡ", 'p');
        Add(map, "ԛզ", 'q');
        Add(map, "гŕŗř", 'r');
        Add(map, "ѕśŝşšЅ", 's');
        Add(map, "тτţťŧТΤ", 't');
        Add(map, "υսùúûüūŭůűцμ", 'u');
        Add(map, "ѵνⅴ", 'v');
        Add(map, "ԝωѡŵ", 'w');
        Add(map, "хχⅹХΧ", 'x');
        Add(map, "уγүýÿУΥ", 'y');
        Add(map, "źżžᴢΖ", 'z');
        AddAlphabets(map);
        return map.ToFrozenDictionary();
    }

    private static void Add(Dictionary<int, char> map, string alike, char letter)
    {
        foreach (Rune rune in alike.EnumerateRunes())
        {
            map[rune.Value] = letter;
        }
    }

    /// <summary>Full-width forms, and the mathematical alphabets: thirteen times capitals and small letters.</summary>
    private static void AddAlphabets(Dictionary<int, char> map)
    {
        for (int i = 0; i < Latin.Length; i++)
        {
            map[0xFF21 + i] = map[0xFF41 + i] = Latin[i];
            map[0x24B6 + i] = map[0x24D0 + i] = Latin[i];
            for (int alphabet = 0; alphabet < 13; alphabet++)
            {
                int capitals = 0x1D400 + (alphabet * 2 * Latin.Length);
                map[capitals + i] = map[capitals + Latin.Length + i] = Latin[i];
            }
        }
    }
}
