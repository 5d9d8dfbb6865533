namespace Boternity.Skills.Registries;

/// <summary>The skills of a repository at a commit, sorted by path.</summary>
internal sealed record RepositoryIndex(string Commit, IReadOnlyList<DiscoveredSkill> Skills);
