namespace Boternity.Skills.Registries.GitHub;

/// <summary>The frontmatter of the skills of a commit, those that cannot be read included.</summary>
internal sealed record CachedIndex
{
    public required int Version { get; init; }

    public required string Repository { get; init; }

    public required string Commit { get; init; }

    public required IReadOnlyList<CachedSkill> Skills { get; init; }
}

/// <summary>What a branch or tag was when it was last asked for.</summary>
internal sealed record CachedRef
{
    public required int Version { get; init; }

    public required string Ref { get; init; }

    public required string Commit { get; init; }

    public string? ETag { get; init; }

    public required DateTimeOffset CheckedAt { get; init; }

    /// <summary>Gets a hash of the rest: another commit would be one that is not there.</summary>
    public string? Check { get; init; }
}

/// <summary>One skill of a cached index.</summary>
internal sealed record CachedSkill
{
    public required string Path { get; init; }

    public required byte[] Frontmatter { get; init; }

    public IReadOnlyList<string> Headings { get; init; } = [];

    /// <summary>Gets why it cannot be read; null where it can.</summary>
    public IReadOnlyList<SkillDiagnostic>? Diagnostics { get; init; }
}
