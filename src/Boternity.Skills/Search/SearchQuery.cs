using Boternity.Skills.Text;

namespace Boternity.Skills.Search;

/// <summary>
/// The words of a query, each with the terms of an index that may stand for it: its stem, what it means, what it begins
/// or is a part of, and where nothing else does, what a slip or two make of it.
/// </summary>
internal sealed class SearchQuery
{
    /// <summary>The most words of a query that are looked at.</summary>
    public const int MaxWords = 16;

    private const int MaxVariants = 64;
    private const int ShortestPrefix = 2;
    private const int ShortestPart = 4;
    private const int ShortestEnd = 5;
    private const int ShortestForASlip = 4;
    private const int ShortestForTwoSlips = 8;

    private const float GeneralWeight = 0.4f;
    private const float Joined = 1.1f;
    private const float Same = 0.8f;
    private const float Related = 0.35f;
    private const float Prefix = 0.75f;
    private const float PrefixOfKnown = 0.4f;
    private const float OneSlip = 0.6f;
    private const float TwoSlips = 0.4f;
    private const float Part = 0.5f;

    private readonly SearchVocabulary _vocabulary;
    private readonly string[] _words;

    private SearchQuery(SearchVocabulary vocabulary, string[] words, string joined)
    {
        _vocabulary = vocabulary;
        _words = words;
        Text = joined;
        Words = Array.ConvertAll(
            [.. Enumerable.Range(0, words.Length)], word => (IReadOnlyDictionary<int, float>)TermsOf(word));
    }

    /// <summary>Gets all words of the query as one, as a name is kept.</summary>
    public string Text { get; }

    /// <summary>
    /// Gets, for each word, the terms that may stand for it, and how well each does; 1 is the word itself.
    /// </summary>
    public IReadOnlyList<IReadOnlyDictionary<int, float>> Words { get; }

    /// <summary>How much one of the words counts.</summary>
    public float WeightOf(int word) => SearchWords.IsGeneral(_words[word]) && _words.Length > 1 ? GeneralWeight : 1f;

    public static SearchQuery Read(string text, SearchVocabulary vocabulary)
    {
        List<string> all = [];
        SearchWords.AddTo(all, text, MaxWords);
        string[] telling = [.. all.Where(word => !SearchWords.IsIgnored(word)).Distinct(StringComparer.Ordinal)];
        return new SearchQuery(vocabulary, telling.Length > 0 ? telling : [.. all], string.Concat(all));
    }

    private Dictionary<int, float> TermsOf(int position)
    {
        var terms = new Dictionary<int, float>();
        string word = _words[position];
        string stem = SearchStemmer.Stem(word);
        Add(terms, _vocabulary.Find(stem), 1f);
        bool isKnown = terms.Count > 0;
        AddSynonyms(terms, stem, 1f);
        AddJoined(terms, position - 1);
        AddJoined(terms, position);
        bool hasMeaning = terms.Count > 0;
        AddStartingWith(terms, word, isKnown ? PrefixOfKnown : Prefix);
        if (terms.Count == 0)
        {
            AddNear(terms, word);
        }

        if (word.Length >= (hasMeaning ? ShortestEnd : ShortestPart))
        {
            // "googlecalendar" for "calendar"; of a word that means nothing by itself, any part.
            foreach ((string found, int term) in _vocabulary.Containing(word, MaxVariants))
            {
                Add(terms, term, !hasMeaning || found.EndsWith(word, StringComparison.Ordinal) ? Part : 0f);
            }
        }

        return terms;
    }

    private void AddSynonyms(Dictionary<int, float> terms, string stem, float weight)
    {
        foreach (string other in SearchSynonyms.SameAs(stem))
        {
            Add(terms, _vocabulary.Find(other), weight * Same);
        }

        foreach (string other in SearchSynonyms.RelatedTo(stem))
        {
            Add(terms, _vocabulary.Find(other), weight * Related);
        }
    }

    private void AddJoined(Dictionary<int, float> terms, int position)
    {
        if (position >= 0 && position + 1 < _words.Length)
        {
            string stem = SearchStemmer.Stem(SearchIndexBuilder.Join(_words[position], _words[position + 1]));
            Add(terms, _vocabulary.Find(stem), Joined);
            AddSynonyms(terms, stem, 1f);
        }
    }

    private void AddStartingWith(Dictionary<int, float> terms, string word, float weight)
    {
        if (word.Length >= ShortestPrefix)
        {
            foreach ((string found, int term) in _vocabulary.StartingWith(word, MaxVariants))
            {
                Add(terms, term, weight * (0.5f + (0.5f * word.Length / found.Length)));
            }
        }
    }

    private void AddNear(Dictionary<int, float> terms, string word)
    {
        if (word.Length < ShortestForASlip)
        {
            return;
        }

        AddNear(terms, word, 1, OneSlip);
        if (terms.Count == 0 && word.Length >= ShortestForTwoSlips)
        {
            AddNear(terms, word, 2, TwoSlips);
        }
    }

    private void AddNear(Dictionary<int, float> terms, string word, int slips, float weight)
    {
        foreach ((_, int term) in _vocabulary.Near(word, slips, MaxVariants))
        {
            Add(terms, term, weight);
        }

        // "powerpont" too, where no text says "powerpoint".
        foreach (string meant in SearchSynonyms.Words.Where(other => EditDistance.IsWithin(other, word, slips)))
        {
            AddSynonyms(terms, SearchStemmer.Stem(meant), weight);
        }
    }

    private static void Add(Dictionary<int, float> terms, int term, float weight)
    {
        if (term >= 0 && weight > terms.GetValueOrDefault(term))
        {
            terms[term] = weight;
        }
    }
}
