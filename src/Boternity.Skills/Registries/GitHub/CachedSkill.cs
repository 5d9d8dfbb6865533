namespace Boternity.Skills.Registries;

/// <summary>One skill of a cached index.</summary>
internal sealed record CachedSkill
{
    public required string Path { get; init; }

    public required byte[] Frontmatter { get; init; }
}
