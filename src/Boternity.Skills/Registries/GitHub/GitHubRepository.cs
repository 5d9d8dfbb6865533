using System.Diagnostics.CodeAnalysis;

namespace Boternity.Skills.Registries.GitHub;

/// <summary>
/// A repository's owner and name, checked, so that neither can change the path of a request or of a cache file.
/// </summary>
internal sealed record GitHubRepository(string Owner, string Name)
{
    private const int MaxLength = 100;

    public string FullName => $"{Owner}/{Name}";

    /// <summary>GitHub does not tell capitals from small letters.</summary>
    public string Key => FullName.ToLowerInvariant();

    public static bool TryParse(string? text, [NotNullWhen(true)] out GitHubRepository? repository)
    {
        string[] parts = (text ?? "").Split('/');
        repository =
            parts.Length == 2 && IsName(parts[0]) && IsName(parts[1]) ? new GitHubRepository(parts[0], parts[1]) : null;
        return repository is not null;
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= MaxLength
            && name is not ("." or "..")
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
