namespace Boternity.Skills.Registries;

/// <summary>A skill of an index, with the bytes of its frontmatter, which is what the cache keeps.</summary>
internal sealed record IndexedSkill(DiscoveredSkill Skill, byte[] Frontmatter);
