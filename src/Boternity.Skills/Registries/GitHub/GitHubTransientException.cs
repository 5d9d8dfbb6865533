namespace Boternity.Skills.Registries.GitHub;

/// <summary>A request failed for a reason that may pass. Never leaves the client.</summary>
internal sealed class GitHubTransientException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>How long the server wants to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether it was a rate limit.</summary>
    public bool IsRateLimit { get; init; }

    /// <summary>Whether an answer came, but could not be understood.</summary>
    public bool IsInvalidAnswer { get; init; }
}
