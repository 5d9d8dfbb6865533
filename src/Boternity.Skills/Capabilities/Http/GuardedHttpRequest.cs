namespace Boternity.Skills.Capabilities.Http;

/// <summary>A request that a skill wants to send.</summary>
internal sealed record GuardedHttpRequest
{
    public required string Method { get; init; }

    public required string Url { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>The most redirects to follow; 0 gives the redirect itself as the answer.</summary>
    public int Redirects { get; init; }

    /// <summary>Time for the whole exchange, where it is less than the host's.</summary>
    public TimeSpan? Timeout { get; init; }
}
