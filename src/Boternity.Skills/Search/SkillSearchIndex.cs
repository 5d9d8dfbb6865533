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
    private readonly SearchIndexParts _parts;

    /// <summary>Reads skills into an index.</summary>
    /// <param name="skills">The skills, each of them once.</param>
    public SkillSearchIndex(IEnumerable<DiscoveredSkill> skills)
    {
        ArgumentNullException.ThrowIfNull(skills);
        _skills = Sort(skills);
        var builder = new SearchIndexBuilder();
        foreach (DiscoveredSkill skill in _skills)
        {
            builder.Add(skill);
        }

        _parts = new SearchIndexParts(
            builder.BuildVocabulary(), builder.BuildPostings(), [.. builder.NameLengths], [.. builder.Names]);
    }

    private SkillSearchIndex(DiscoveredSkill[] skills, SearchIndexParts parts)
    {
        _skills = skills;
        _parts = parts;
    }

    /// <summary>Gets the skills of the index, sorted by name.</summary>
    public IReadOnlyList<DiscoveredSkill> Skills => _skills;

    /// <summary>Reads the index of skills that <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is damaged, of another version, or of other skills.</exception>
    internal static SkillSearchIndex Load(ReadOnlySpan<byte> saved, IEnumerable<DiscoveredSkill> skills)
    {
        DiscoveredSkill[] sorted = Sort(skills);
        return new SkillSearchIndex(
            sorted, SearchIndexFormat.Read(saved, SearchIndexFormat.FingerprintOf(sorted), sorted.Length));
    }

    /// <summary>The index as bytes, for <see cref="Load"/>.</summary>
    internal byte[] Save() => SearchIndexFormat.Write(_parts, SearchIndexFormat.FingerprintOf(_skills));

    /// <summary>The skills that answer a text, best first; none for a text without letters and digits.</summary>
    /// <param name="query">What a person typed; of its words the first 16 count.</param>
    /// <param name="limit">The most results; at least 1.</param>
    public IReadOnlyList<DiscoveredSkill> Search(string query, int limit = 20)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        SearchQuery read = SearchQuery.Read(query, _parts.Vocabulary);
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
                ofWord.Add(_parts.Postings[term], weight * ofAll);
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
            float ofName = Math.Min(1f, named[document] / (float)Math.Max(1, _parts.NameLengths[document]));
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
                rarity = _parts.Postings[term].Rarity;
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
                score *= _parts.Names[document].StartsWith(query.Text, StringComparison.Ordinal) ? BeginningOfName : 1f;
                score += _parts.Names[document] == query.Text ? WholeName : 0;
                ranked.Add((document, score));
            }
        }

        ranked.Sort((one, other) => one.Score != other.Score
            ? other.Score.CompareTo(one.Score)
            : one.Document.CompareTo(other.Document));
        return [.. ranked.Take(limit).Select(pair => _skills[pair.Document])];
    }

    // So that of two that answer equally well, the number decides.
    private static DiscoveredSkill[] Sort(IEnumerable<DiscoveredSkill> skills)
    {
        DiscoveredSkill[] sorted = [.. skills];
        Array.Sort(sorted, Compare);
        return sorted;
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
