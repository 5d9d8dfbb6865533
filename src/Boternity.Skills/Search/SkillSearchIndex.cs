namespace Boternity.Skills.Search;

/// <summary>
/// Finds skills by what people call them: over names, which weigh most, categories, descriptions and headings, ranked
/// by BM25, with stems, beginnings of words, synonyms and a slip or two. Made once for a list of skills, and immutable
/// from then on; registries of a host's own making can use it, too.
/// </summary>
public sealed class SkillSearchIndex
{
    // Of a query's words, by their rarity, a skill has to answer this share.
    private const float LeastCoverage = 0.3f;
    private const float WholeName = 1_000f;
    private const float BeginningOfName = 1.2f;

    private readonly DiscoveredSkill[] _skills;
    private readonly SearchVocabulary _vocabulary;
    private readonly SearchPostings[] _postings;
    private readonly int[] _nameLengths;
    private readonly string[] _names;

    /// <summary>Reads skills into an index.</summary>
    /// <param name="skills">The skills, each of them once.</param>
    public SkillSearchIndex(IEnumerable<DiscoveredSkill> skills)
    {
        ArgumentNullException.ThrowIfNull(skills);
        _skills = [.. skills];
        // So that of two that answer equally well, the number decides.
        Array.Sort(_skills, Compare);
        var builder = new SearchIndexBuilder();
        foreach (DiscoveredSkill skill in _skills)
        {
            builder.Add(skill);
        }

        _vocabulary = builder.BuildVocabulary();
        _postings = builder.BuildPostings();
        _nameLengths = [.. builder.NameLengths];
        _names = [.. builder.Names];
    }

    /// <summary>Gets the skills of the index, sorted by name.</summary>
    public IReadOnlyList<DiscoveredSkill> Skills => _skills;

    /// <summary>The skills that answer a text, best first; none for a text without letters and digits.</summary>
    /// <param name="query">What a person typed; of its words the first 16 count.</param>
    /// <param name="limit">The most results; at least 1.</param>
    public IReadOnlyList<DiscoveredSkill> Search(string query, int limit = 20)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        SearchQuery read = SearchQuery.Read(query, _vocabulary);
        float[] scores = new float[_skills.Length];
        float[] covered = new float[_skills.Length];
        int[] named = new int[_skills.Length];
        float all = 0;
        var ofWord = new Answers(_skills.Length);
        foreach ((int word, IReadOnlyDictionary<int, float> terms) in read.Words.Index())
        {
            float ofAll = read.WeightOf(word);
            foreach ((int term, float weight) in terms)
            {
                ofWord.Add(_postings[term], weight * ofAll);
            }

            float rarity = ofAll * (1f + RarityOf(terms));
            all += rarity;
            foreach (int document in ofWord.Found)
            {
                scores[document] += ofWord.ScoreOf(document);
                covered[document] += rarity;
                named[document] += ofWord.IsNamed(document) ? 1 : 0;
            }

            ofWord.Clear();
        }

        return Rank(read, limit, document =>
        {
            float coverage = covered[document] / all;
            float ofName = Math.Min(1f, named[document] / (float)Math.Max(1, _nameLengths[document]));
            return float.IsNaN(coverage) || coverage < LeastCoverage
                ? 0
                : scores[document] * coverage * (1f + (0.3f * ofName));
        });
    }

    // A word that no text has is as rare as can be.
    private float RarityOf(IReadOnlyDictionary<int, float> terms)
    {
        float rarity = 0;
        float best = 0;
        foreach ((int term, float weight) in terms)
        {
            if (weight > best)
            {
                best = weight;
                rarity = _postings[term].Rarity;
            }
        }

        return best > 0 ? rarity : (float)Math.Log(1.0 + ((_skills.Length + 0.5) / 0.5));
    }

    private DiscoveredSkill[] Rank(SearchQuery query, int limit, Func<int, float> scoreOf)
    {
        var ranked = new List<(int Document, float Score)>();
        for (int document = 0; document < _skills.Length; document++)
        {
            float score = scoreOf(document);
            if (score > 0)
            {
                score *= _names[document].StartsWith(query.Text, StringComparison.Ordinal) ? BeginningOfName : 1f;
                score += _names[document] == query.Text ? WholeName : 0;
                ranked.Add((document, score));
            }
        }

        ranked.Sort((one, other) => one.Score != other.Score
            ? other.Score.CompareTo(one.Score)
            : one.Document.CompareTo(other.Document));
        return [.. ranked.Take(limit).Select(pair => _skills[pair.Document])];
    }

    private static int Compare(DiscoveredSkill one, DiscoveredSkill other)
    {
        int byName = StringComparer.OrdinalIgnoreCase.Compare(one.Name, other.Name);
        return byName != 0
            ? byName
            : StringComparer.Ordinal.Compare(one.Source.ToString(), other.Source.ToString());
    }

    // What one word of a query finds: of the terms that may stand for it, the best counts.
    private sealed class Answers(int count)
    {
        private readonly float[] _scores = new float[count];
        private readonly bool[] _isNamed = new bool[count];

        public List<int> Found { get; } = [];

        public float ScoreOf(int document) => _scores[document];

        public bool IsNamed(int document) => _isNamed[document];

        public void Add(SearchPostings postings, float weight)
        {
            for (int i = 0; i < postings.Documents.Length; i++)
            {
                int document = postings.Documents[i];
                float score = weight * postings.Weights[i];
                if (_scores[document] == 0)
                {
                    Found.Add(document);
                }

                _scores[document] = Math.Max(_scores[document], score);
                _isNamed[document] |= postings.InName[i];
            }
        }

        public void Clear()
        {
            foreach (int document in Found)
            {
                _scores[document] = 0;
                _isNamed[document] = false;
            }

            Found.Clear();
        }
    }
}
