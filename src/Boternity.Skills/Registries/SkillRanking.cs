namespace Boternity.Skills.Registries;

/// <summary>
/// How skills answer a name and a query: the same for every registry. Case counts nowhere, cultures neither.
/// </summary>
internal static class SkillRanking
{
    private const StringComparison IgnoreCase = StringComparison.OrdinalIgnoreCase;

    /// <summary>How well one of the skill's names answers a name; null when neither does.</summary>
    public static SkillNameMatch? Match(DiscoveredSkill skill, string name)
    {
        SkillNameMatch? manifest = Match(skill.Name, name);
        SkillNameMatch? folder = Match(skill.FolderName, name);
        return manifest is null || folder < manifest ? folder : manifest;
    }

    /// <summary>
    /// The skills that answer a query, best first, then by source. The registry and the repository have been looked at
    /// by the caller.
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

    private static SkillNameMatch? Match(string candidate, string name) =>
        candidate.Length == 0 ? null
        : string.Equals(candidate, name, IgnoreCase) ? SkillNameMatch.Exact
        : candidate.StartsWith(name, IgnoreCase) ? SkillNameMatch.Prefix
        : candidate.Contains(name, IgnoreCase) ? SkillNameMatch.Substring
        : null;

    private static List<SkillMatch> Sort(IEnumerable<SkillMatch> matches) =>
        [
            .. matches.OrderBy(match => match.Match).ThenBy(
                match => match.Skill.Source.ToString(), StringComparer.Ordinal),
        ];
}
