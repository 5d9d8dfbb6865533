namespace Boternity.Skills.Registries.GitHub;

/// <summary>The server has no such repository or revision. Never leaves the registry.</summary>
internal sealed class GitHubNotFoundException(string message) : Exception(message);
