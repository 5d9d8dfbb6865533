using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Boternity.Skills.Packaging;

/// <summary>
/// The key under which file systems that fold case or normalise (NTFS, APFS, HFS+) keep a path: Unicode canonical
/// caseless matching, without the characters that HFS+ ignores. Two paths with one key are one file there.
/// </summary>
/// <remarks>
/// <see cref="string.Normalize()"/> does nothing where the host runs with invariant globalization, as containers often
/// do. What is refused must not depend on that, so the tables come along (CanonicalKeys.txt).
/// </remarks>
internal static class PathKey
{
    private const int HangulBase = 0xAC00;
    private const int HangulCount = 11_172;

    private static readonly Lazy<Tables> LoadedTables = new(Tables.Load);

    /// <summary>The key of a path or of a segment.</summary>
    public static string Of(string path) => Ascii.IsValid(path) ? path.ToLowerInvariant() : Fold(path);

    private static string Fold(string path)
    {
        Tables tables = LoadedTables.Value;
        var key = new List<int>(path.Length + 8);
        foreach (Rune rune in path.EnumerateRunes())
        {
            if (tables.Maps.TryGetValue(rune.Value, out int[]? mapped))
            {
                key.AddRange(mapped);
            }
            else if (rune.Value is >= HangulBase and < HangulBase + HangulCount)
            {
                DecomposeHangul(rune.Value - HangulBase, key);
            }
            else if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format)
            {
                key.Add(Rune.ToLowerInvariant(rune).Value);
            }
        }

        Reorder(key, tables.Classes);
        var text = new StringBuilder(key.Count);
        foreach (int value in key)
        {
            text.Append(new Rune(value).ToString());
        }

        return text.ToString();
    }

    // The Unicode Standard 3.12, "Conjoining Jamo Behavior".
    private static void DecomposeHangul(int index, List<int> key)
    {
        key.Add(0x1100 + (index / 588));
        key.Add(0x1161 + (index % 588 / 28));
        if (index % 28 is > 0 and var trailing)
        {
            key.Add(0x11A7 + trailing);
        }
    }

    // The Unicode Standard 3.11, "Canonical Ordering Algorithm": a stable sort of each run of combining marks by class.
    private static void Reorder(List<int> key, FrozenDictionary<int, byte> classes)
    {
        for (int i = 1; i < key.Count; i++)
        {
            int mark = key[i];
            byte rank = classes.GetValueOrDefault(mark);
            int at = i;
            while (rank > 0 && at > 0 && classes.GetValueOrDefault(key[at - 1]) > rank)
            {
                key[at] = key[at - 1];
                at--;
            }

            key[at] = mark;
        }
    }

    private sealed record Tables(FrozenDictionary<int, int[]> Maps, FrozenDictionary<int, byte> Classes)
    {
        public static Tables Load()
        {
            var maps = new Dictionary<int, int[]>();
            var classes = new Dictionary<int, byte>();
            using Stream stream =
                typeof(PathKey).Assembly.GetManifestResourceStream("Boternity.Skills.CanonicalKeys.txt")!;
            using var reader = new StreamReader(stream);
            while (reader.ReadLine() is { } line)
            {
                string[] words = line.Split(' ');
                foreach (string word in words.Skip(1).Where(_ => words[0] is "map" or "class"))
                {
                    int equals = word.IndexOf('=', StringComparison.Ordinal);
                    if (words[0] == "map")
                    {
                        maps.Add(Hex(word[..equals]), [.. word[(equals + 1)..].Split('+').Select(Hex)]);
                    }
                    else
                    {
                        AddClasses(word[..equals], (byte)Hex(word[(equals + 1)..]), classes);
                    }
                }
            }

            return new Tables(maps.ToFrozenDictionary(), classes.ToFrozenDictionary());
        }

        private static void AddClasses(string range, byte rank, Dictionary<int, byte> classes)
        {
            string[] ends = range.Split('-');
            for (int value = Hex(ends[0]); value <= Hex(ends[^1]); value++)
            {
                classes.Add(value, rank);
            }
        }

        private static int Hex(string digits) =>
            int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }
}
