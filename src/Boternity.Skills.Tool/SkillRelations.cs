namespace Boternity.Skills.Tool;

/// <summary>What a skill says of others, in words.</summary>
internal static class SkillRelations
{
    public static IEnumerable<string> Describe(InstalledSkill skill)
    {
        if (skill.IsDependency)
        {
            yield return "is there because others need it";
        }

        foreach ((string what, IReadOnlyList<string> names) in new[]
        {
            ("needs", skill.Manifest.Dependencies),
            ("inherits from", skill.Manifest.Parents),
            ("conflicts with", skill.Manifest.ConflictsWith),
        })
        {
            if (names.Count > 0)
            {
                yield return $"{what} {string.Join(", ", names)}";
            }
        }
    }
}
