namespace Boternity.Skills.Registries.Web;

/// <summary>One GET of a registry, or the POST of a question that is too long for an address.</summary>
internal sealed record WebRequest
{
    /// <summary>Gets the address.</summary>
    public required Uri Address { get; init; }

    /// <summary>Gets what is accepted.</summary>
    public string Accept { get; init; } = "application/json";

    /// <summary>Gets the token for the host of <see cref="Address"/>, and for no other; null for none.</summary>
    public string? Token { get; init; }

    /// <summary>
    /// Gets the user whose password <see cref="Token"/> is, where the host takes no tokens by themselves; null for a
    /// token by itself.
    /// </summary>
    public string? User { get; init; }

    /// <summary>Gets what is sent with a POST, which is never redirected; null for a GET.</summary>
    public WebRequestBody? Body { get; init; }

    /// <summary>Gets a header that every host may see; null for none.</summary>
    public (string Name, string Value)? Header { get; init; }

    /// <summary>
    /// Gets the entity tag of what is there already: the host of <see cref="Address"/> may answer 304 instead of it;
    /// null for none.
    /// </summary>
    public string? ETag { get; init; }

    /// <summary>Gets the same by its time, where there is no tag; null for none.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>Gets who is told of the bytes as they come; null for nobody.</summary>
    public IProgress<SkillFetchProgress>? Progress { get; init; }

    /// <summary>
    /// Gets what a refusal (4xx, but no rate limit) means to the registry, of its status and of the beginning of its
    /// text; null, or an answer of null, for what it means to all.
    /// </summary>
    public Func<int, string, Exception?>? Refused { get; init; }

    /// <summary>Gets the most bytes of the answer.</summary>
    public required long MaxBytes { get; init; }
}

/// <summary>What is sent with a POST.</summary>
internal sealed record WebRequestBody(string Type, byte[] Content);
