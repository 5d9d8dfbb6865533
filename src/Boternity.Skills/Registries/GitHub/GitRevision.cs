namespace Boternity.Skills.Registries.GitHub;

/// <summary>Branches, tags and commits, as they are put into a request's path.</summary>
internal static class GitRevision
{
    /// <summary>What the server takes for its default branch, whatever that is named.</summary>
    public const string Default = "HEAD";

    /// <summary>Whether a text is the whole name of a commit (SHA-1 or SHA-256), which never moves.</summary>
    public static bool IsCommit(string text) => text.Length is 40 or 64 && text.All(char.IsAsciiHexDigit);

    /// <summary>
    /// Whether Git would take it as the name of a branch or tag (git check-ref-format), or it is a commit.
    /// </summary>
    public static bool IsValid(string text) =>
        text.Length is > 0 and <= 255
        && !text.Contains("..", StringComparison.Ordinal)
        && !text.Contains("@{", StringComparison.Ordinal)
        && !text.Any(c => char.IsControl(c) || c is ' ' or '~' or '^' or ':' or '?' or '*' or '[' or '\\')
        && text.Split('/').All(part => part.Length > 0 && part[0] != '.' && part[^1] != '.');

    /// <summary>The text as a part of a path; slashes stay.</summary>
    public static string Escape(string text) => string.Join('/', text.Split('/').Select(Uri.EscapeDataString));
}
