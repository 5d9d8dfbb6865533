using Boternity.Skills.Grants;

namespace Boternity.Skills.Mcp;

/// <summary>A skill that is offered, and what it was granted.</summary>
internal sealed record CatalogEntry(InstalledSkill Skill, SkillGrants Grants);
