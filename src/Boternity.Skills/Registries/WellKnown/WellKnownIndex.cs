namespace Boternity.Skills.Registries.WellKnown;

/// <summary>The index of a site: its skills as a registry gives them, and where each of them is.</summary>
internal sealed record WellKnownIndex(
    IReadOnlyList<DiscoveredSkill> Skills, IReadOnlyDictionary<string, WellKnownEntry> Entries);

/// <summary>Where a skill of an index is.</summary>
internal sealed record WellKnownEntry
{
    /// <summary>
    /// Gets the address of its artifact, or of the folder that <see cref="Files"/> are in; the latter ends with a
    /// slash.
    /// </summary>
    public required Uri Address { get; init; }

    /// <summary>Gets the SHA-256 of the artifact; null in an index of version 0.1, which has none.</summary>
    public string? Digest { get; init; }

    /// <summary>Gets the files, in an index of version 0.1; empty for one artifact.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];
}
