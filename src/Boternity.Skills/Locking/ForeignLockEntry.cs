namespace Boternity.Skills.Locking;

/// <summary>An entry of a lock file of <c>npx skills</c>, as it stands there.</summary>
internal sealed record ForeignLockEntry
{
    public required string Name { get; init; }

    /// <summary>Gets <c>owner/repo</c>, an address, a path or a host, by the type.</summary>
    public required string Source { get; init; }

    public required string SourceType { get; init; }

    public string? SourceUrl { get; init; }

    public string? Ref { get; init; }

    /// <summary>Gets the skill's folder in its source, without SKILL.md; null where the file does not say.</summary>
    public string? Folder { get; init; }

    /// <summary>Gets the SHA-256 of its content, or the name of Git's tree object; null for none.</summary>
    public string? Hash { get; init; }
}
