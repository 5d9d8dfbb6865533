namespace Boternity.Skills.Search;

/// <summary>
/// Reads the texts of skills into postings. A term's weight is BM25 (Robertson and Zaragoza, "The Probabilistic
/// Relevance Framework", 2009) over the fields of a skill, of which each is normalised by its own length, and the name
/// counts by itself, so that a long description cannot outweigh it.
/// </summary>
internal sealed class SearchIndexBuilder
{
    private const int MaxFieldWords = 400;
    private const int MaxNameWords = 12;
    private const float Saturation = 1.2f;
    private const float NameWeight = 3f;

    private static readonly Field[] Fields = [new(1f, 0.6f), new(2f, 0.4f), new(0.5f, 0.75f)];

    private readonly Dictionary<string, int> _words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _stems = new(StringComparer.Ordinal);
    private readonly List<List<Count>> _counts = [];
    private readonly List<int[]> _lengths = [];
    private readonly List<string> _buffer = [];

    /// <summary>Gets how many different terms the name of each skill has.</summary>
    public List<int> NameLengths { get; } = [];

    /// <summary>Gets the words of each skill's name, joined, by which a whole name is known.</summary>
    public List<string> Names { get; } = [];

    /// <summary>Reads one skill.</summary>
    public void Add(DiscoveredSkill skill)
    {
        int document = NameLengths.Count;
        int[] lengths = new int[Fields.Length];
        _lengths.Add(lengths);
        AddName(skill, document);
        lengths[0] = AddField(document, 0, skill.Manifest.Description);
        foreach (string category in skill.Manifest.Categories)
        {
            lengths[1] += AddField(document, 1, category);
        }

        foreach (string heading in skill.Headings)
        {
            lengths[2] += AddField(document, 2, heading);
        }
    }

    /// <summary>The vocabulary of everything that was read.</summary>
    public SearchVocabulary BuildVocabulary() => new(_words, _stems);

    /// <summary>The postings of each term.</summary>
    public SearchPostings[] BuildPostings()
    {
        float[] averages = new float[Fields.Length];
        for (int field = 0; field < Fields.Length; field++)
        {
            averages[field] = Math.Max(1f, (float)_lengths.Sum(lengths => (long)lengths[field]) / _lengths.Count);
        }

        return [.. _counts.Select(counts => Build(counts, averages))];
    }

    private SearchPostings Build(List<Count> counts, float[] averages)
    {
        int[] documents = new int[counts.Count];
        float[] weights = new float[counts.Count];
        bool[] inName = new bool[counts.Count];
        float rarity = RarityOf(counts.Count);
        // A word that every description has can still set a name apart.
        float nameRarity = RarityOf(counts.Count(static count => count.InName));
        for (int i = 0; i < documents.Length; i++)
        {
            Count count = counts[i];
            documents[i] = count.Document;
            inName[i] = count.InName;
            float frequency = 0;
            for (int field = 0; field < Fields.Length; field++)
            {
                Field one = Fields[field];
                float length = _lengths[count.Document][field] / averages[field];
                frequency += one.Weight * count.Of(field) / (1f - one.LengthPenalty + (one.LengthPenalty * length));
            }

            // A short name that has the word says more than a long one.
            float name = NameWeight / (0.7f + (0.3f * Math.Max(1, NameLengths[count.Document])));
            weights[i] = (rarity * (Saturation + 1f) * frequency / (Saturation + frequency))
                + (count.InName ? nameRarity * name : 0f);
        }

        return new SearchPostings(documents, weights, inName, rarity);
    }

    private float RarityOf(int count) => (float)Math.Log(1.0 + ((_lengths.Count - count + 0.5) / (count + 0.5)));

    private void AddName(DiscoveredSkill skill, int document)
    {
        _buffer.Clear();
        SearchWords.AddTo(_buffer, skill.Name, MaxNameWords);
        Names.Add(string.Concat(_buffer));
        int own = _buffer.Count;
        SearchWords.AddTo(_buffer, skill.FolderName, 2 * MaxNameWords);
        HashSet<int> terms = [];
        for (int i = 0; i < _buffer.Count; i++)
        {
            int term = TermOf(_buffer[i]);
            CountOf(term, document).InName = true;
            if (i < own)
            {
                terms.Add(term);
            }

            // "web-app" is found as "webapp" too.
            if (i + 1 < own)
            {
                CountOf(TermOf(Join(_buffer[i], _buffer[i + 1])), document).InName = true;
            }
        }

        NameLengths.Add(terms.Count);
    }

    private int AddField(int document, int field, string text)
    {
        _buffer.Clear();
        SearchWords.AddTo(_buffer, text, MaxFieldWords);
        int count = 0;
        foreach (string word in _buffer)
        {
            if (!SearchWords.IsIgnored(word))
            {
                CountOf(TermOf(word), document).Increase(field);
                count++;
            }
        }

        return count;
    }

    /// <summary>Two words as one.</summary>
    public static string Join(string first, string second)
    {
        string joined = first + second;
        return joined.Length <= SearchWords.MaxWordLength ? joined : joined[..SearchWords.MaxWordLength];
    }

    private int TermOf(string word)
    {
        if (_words.TryGetValue(word, out int term))
        {
            return term;
        }

        string stem = SearchStemmer.Stem(word);
        if (!_stems.TryGetValue(stem, out term))
        {
            term = _counts.Count;
            _stems.Add(stem, term);
            _counts.Add([]);
        }

        _words.Add(word, term);
        return term;
    }

    private Count CountOf(int term, int document)
    {
        List<Count> counts = _counts[term];
        if (counts.Count == 0 || counts[^1].Document != document)
        {
            counts.Add(new Count(document));
        }

        return counts[^1];
    }

    private readonly record struct Field(float Weight, float LengthPenalty);

    private sealed class Count(int document)
    {
        private int _first;
        private int _second;
        private int _third;

        public int Document => document;

        public bool InName { get; set; }

        public int Of(int field) => field switch { 0 => _first, 1 => _second, _ => _third };

        public void Increase(int field)
        {
            switch (field)
            {
                case 0:
                    _first++;
                    break;
                case 1:
                    _second++;
                    break;
                default:
                    _third++;
                    break;
            }
        }
    }
}
