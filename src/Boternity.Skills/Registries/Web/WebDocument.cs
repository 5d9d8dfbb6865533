namespace Boternity.Skills.Registries.Web;

/// <summary>A document as it was read.</summary>
/// <param name="Value">What it says.</param>
/// <param name="IsStale">Whether nothing answered, and this is what was there before.</param>
internal readonly record struct WebDocument<T>(T Value, bool IsStale);

/// <summary>A document as it is kept on disk.</summary>
internal sealed record CachedDocument
{
    public required int Version { get; init; }

    /// <summary>Gets what was asked.</summary>
    public required string Address { get; init; }

    /// <summary>Gets what answered, after redirects: what relative addresses in it begin with.</summary>
    public required string Location { get; init; }

    public string? ETag { get; init; }

    public DateTimeOffset? LastModified { get; init; }

    public required DateTimeOffset CheckedAt { get; init; }

    public required byte[] Body { get; init; }
}
