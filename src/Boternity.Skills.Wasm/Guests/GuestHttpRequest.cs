namespace Boternity.Skills.Wasm.Guests;

/// <summary>A request as a guest wants it, not checked.</summary>
public sealed record GuestHttpRequest
{
    /// <summary>Gets the method, in upper case where it is a known one.</summary>
    public required string Method { get; init; }

    /// <summary>Gets the whole URL.</summary>
    public required string Url { get; init; }

    /// <summary>Gets the headers, one entry a value.</summary>
    /// <value>None.</value>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Gets the body; null where there is none.</summary>
    /// <value>Null.</value>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>Gets how many redirects are followed at most; 0 gives the redirect itself as the answer.</summary>
    /// <value>0.</value>
    public int MaxRedirects { get; init; }

    /// <summary>Gets the time for the whole exchange, where it is less than the host's; null for the host's.</summary>
    /// <value>Null.</value>
    public TimeSpan? Timeout { get; init; }
}
