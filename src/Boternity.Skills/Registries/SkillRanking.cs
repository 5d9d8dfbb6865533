namespace Boternity.Skills.Registries;

/// <summary>
/// How skills answer a name, a query and a search: the same for every registry. Case counts nowhere, cultures neither.
/// </summary>
internal static class SkillRanking
{
    private const StringComparison IgnoreCase = StringComparison.OrdinalIgnoreCase;
    private const int NoMatch = int.MaxValue;

    private static readonly char[] WhiteSpace = [' ', '\t', '\r', '\n'];

    /// <summary>How well one of the skill's names answers a name; null when neither does.</summary>
    public static SkillNameMatch? Match(DiscoveredSkill skill, string name)
    {
        SkillNameMatch? manifest = Match(skill.Name, name);
        SkillNameMatch? folder = Match(skill.FolderName, name);
        return manifest is null || folder < manifest ? folder : manifest;
    }

    /// <summary>
    /// The skills that answer a query, best first. The registry and the repository have been looked at by the caller.
    /// </summary>
    public static List<SkillMatch> Find(IEnumerable<DiscoveredSkill> skills, SkillQuery query)
    {
        if (query.Path is { } path)
        {
            skills = skills.Where(skill => string.Equals(skill.Source.Path, path, StringComparison.Ordinal));
        }

        if (query.Name is { } name)
        {
            return Sort(skills
                .Select(skill => (Skill: skill, Match: Match(skill, name)))
                .Where(pair => pair.Match is not null)
                .Select(pair => new SkillMatch { Skill = pair.Skill, Match = pair.Match!.Value }));
        }

        List<SkillMatch> all = Sort(skills.Select(skill => new SkillMatch
        {
            Skill = skill,
            Match = SkillNameMatch.Exact,
        }));
        SkillMatch? root = all.Find(match => match.Skill.Source.Path.Length == 0);
        return root is null ? all : [root];
    }

    /// <summary>
    /// The skills that a text finds, best first: exact name, prefix, substring, then a description that has every word.
    /// </summary>
    public static IReadOnlyList<DiscoveredSkill> Search(IEnumerable<DiscoveredSkill> skills, string query, int limit)
    {
        query = query.Trim();
        string[] words = query.Split(WhiteSpace, StringSplitOptions.RemoveEmptyEntries);
        return [.. skills
            .Select(skill => (Skill: skill, Rank: Rank(skill, query, words)))
            .Where(pair => pair.Rank != NoMatch)
            .OrderBy(pair => pair.Rank)
            .ThenBy(pair => pair.Skill.Name, StringComparer.OrdinalIgnoreCase)
            .ThenBy(pair => pair.Skill.Source.ToString(), StringComparer.Ordinal)
            .Take(limit)
            .Select(pair => pair.Skill)];
    }

    private static SkillNameMatch? Match(string candidate, string name) =>
        candidate.Length == 0 ? null
        : string.Equals(candidate, name, IgnoreCase) ? SkillNameMatch.Exact
        : candidate.StartsWith(name, IgnoreCase) ? SkillNameMatch.Prefix
        : candidate.Contains(name, IgnoreCase) ? SkillNameMatch.Substring
        : null;

    private static int Rank(DiscoveredSkill skill, string query, string[] words) =>
        Match(skill, query) is { } match ? (int)match
        : Array.TrueForAll(
            words, word => Match(skill, word) is not null || skill.Manifest.Description.Contains(word, IgnoreCase))
            ? (int)SkillNameMatch.Substring + 1
            : NoMatch;

    private static List<SkillMatch> Sort(IEnumerable<SkillMatch> matches) =>
        [
            .. matches.OrderBy(match => match.Match).ThenBy(
                match => match.Skill.Source.ToString(), StringComparer.Ordinal),
        ];
}
