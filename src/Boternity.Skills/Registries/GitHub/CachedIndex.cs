namespace Boternity.Skills.Registries;

/// <summary>The frontmatter of the skills of a commit.</summary>
internal sealed record CachedIndex
{
    public required int Version { get; init; }

    public required string Repository { get; init; }

    public required string Commit { get; init; }

    public required IReadOnlyList<CachedSkill> Skills { get; init; }
}
