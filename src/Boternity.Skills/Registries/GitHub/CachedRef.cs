namespace Boternity.Skills.Registries;

/// <summary>What a branch or tag was when it was last asked for.</summary>
internal sealed record CachedRef
{
    public required int Version { get; init; }

    public required string Ref { get; init; }

    public required string Commit { get; init; }

    public string? ETag { get; init; }

    public required DateTimeOffset CheckedAt { get; init; }
}
