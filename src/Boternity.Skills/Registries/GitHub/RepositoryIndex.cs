namespace Boternity.Skills.Registries.GitHub;

/// <summary>The skills of a repository at a commit, sorted by path.</summary>
internal sealed record RepositoryIndex(string Commit, IReadOnlyList<DiscoveredSkill> Skills);

/// <summary>A skill of an index, with the bytes of its frontmatter, which is what the cache keeps.</summary>
internal sealed record IndexedSkill(DiscoveredSkill Skill, byte[] Frontmatter);
