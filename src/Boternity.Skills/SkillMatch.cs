namespace Boternity.Skills;

/// <summary>A skill that answers a query, and how well.</summary>
/// <param name="Skill">The skill.</param>
/// <param name="Match">How its name matches.</param>
public sealed record SkillMatch(DiscoveredSkill Skill, SkillNameMatch Match);
