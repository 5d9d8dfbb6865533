using System.Numerics;
using Boternity.Skills.Text;

namespace Boternity.Skills.Search;

/// <summary>
/// The words of an index, sorted, each with the term that stands for its stem: finds words by their beginning, by a
/// part of them, and with a slip or two.
/// </summary>
internal sealed class SearchVocabulary
{
    private readonly string[] _words;
    private readonly int[] _terms;
    private readonly uint[] _letters;
    private readonly Dictionary<string, int> _stems;

    /// <summary>Creates the vocabulary.</summary>
    /// <param name="words">Every word, and the term of its stem.</param>
    /// <param name="stems">Every stem, and its term.</param>
    public SearchVocabulary(IReadOnlyDictionary<string, int> words, Dictionary<string, int> stems)
        : this([.. words.OrderBy(static pair => pair.Key, StringComparer.Ordinal)], stems)
    {
    }

    /// <summary>Creates the vocabulary of words that are sorted (ordinal).</summary>
    /// <param name="words">Every word, and the term of its stem.</param>
    /// <param name="stems">Every stem, and its term.</param>
    public SearchVocabulary(KeyValuePair<string, int>[] words, Dictionary<string, int> stems)
    {
        _words = Array.ConvertAll(words, static pair => pair.Key);
        _terms = Array.ConvertAll(words, static pair => pair.Value);
        _letters = Array.ConvertAll(_words, LettersOf);
        _stems = stems;
        Words = words;
    }

    /// <summary>Gets every word, sorted, and the term of its stem.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> Words { get; }

    /// <summary>Gets every stem, and its term.</summary>
    public IReadOnlyDictionary<string, int> Stems => _stems;

    /// <summary>The term of a stem; -1 where no text has it.</summary>
    public int Find(string stem) => _stems.GetValueOrDefault(stem, -1);

    /// <summary>The words that begin with a text, at most so many.</summary>
    public IEnumerable<(string Word, int Term)> StartingWith(string prefix, int maxCount)
    {
        int at = Array.BinarySearch(_words, prefix, StringComparer.Ordinal);
        at = at < 0 ? ~at : at;
        for (int last = Math.Min(_words.Length, at + maxCount);
            at < last && _words[at].StartsWith(prefix, StringComparison.Ordinal);
            at++)
        {
            yield return (_words[at], _terms[at]);
        }
    }

    /// <summary>The words that hold a text somewhere, at most so many.</summary>
    public IEnumerable<(string Word, int Term)> Containing(string part, int maxCount)
    {
        uint letters = LettersOf(part);
        for (int i = 0; i < _words.Length && maxCount > 0; i++)
        {
            if ((letters & ~_letters[i]) == 0 && _words[i].Contains(part, StringComparison.Ordinal))
            {
                maxCount--;
                yield return (_words[i], _terms[i]);
            }
        }
    }

    /// <summary>The words that so many slips of a typist make of a word, at most so many.</summary>
    public IEnumerable<(string Word, int Term)> Near(string word, int slips, int maxCount)
    {
        uint letters = LettersOf(word);
        for (int i = 0; i < _words.Length && maxCount > 0; i++)
        {
            // A slip changes at most two letters of the set: one goes, one comes.
            if (Math.Abs(_words[i].Length - word.Length) <= slips
                && BitOperations.PopCount(letters ^ _letters[i]) <= 2 * slips
                && EditDistance.IsWithin(_words[i], word, slips))
            {
                maxCount--;
                yield return (_words[i], _terms[i]);
            }
        }
    }

    private static uint LettersOf(string word)
    {
        uint letters = 0;
        foreach (char c in word)
        {
            letters |= 1u << (c & 31);
        }

        return letters;
    }
}
