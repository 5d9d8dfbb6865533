namespace Boternity.Skills.Registries.GitHub;

/// <summary>The commit that a branch or tag is, and the tag of the answer for the next question.</summary>
internal sealed record ResolvedCommit(string Commit, string? ETag);
