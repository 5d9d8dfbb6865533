namespace Boternity.Skills.Tests.Registries.GitHub;

/// <summary>A request as the server saw it.</summary>
internal sealed record GitHubServerRequest(string Host, string Path, IReadOnlyDictionary<string, string> Headers)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
