namespace Boternity.Skills;

/// <summary>
/// Where a skill comes from: its identity is registry, repository and path; the revision pins its content.
/// </summary>
public sealed record SkillSource
{
    /// <summary>Gets the name of the registry that answered.</summary>
    public required string Registry { get; init; }

    /// <summary>
    /// Gets the repository as <c>owner/repo</c>, where the registry has repositories; for what was pasted, its address
    /// or path.
    /// </summary>
    public string? Repository { get; init; }

    /// <summary>Gets the skill's folder, relative and with forward slashes; empty for the root.</summary>
    public required string Path { get; init; }

    /// <summary>Gets the branch, tag or commit that was asked for; null where the default was taken.</summary>
    public string? RequestedRef { get; init; }

    /// <summary>
    /// Gets the commit (lower-case hexadecimal) that was read, where the registry has commits; elsewhere the version,
    /// or the SHA-256 of the archive or of the artefact's manifest.
    /// </summary>
    public string? Commit { get; init; }

    /// <summary>
    /// The folder's own name: the last segment of the path, for the root the repository's name; null where there
    /// is neither.
    /// </summary>
    internal string? FolderName => Path.Length > 0
        ? Path[(Path.LastIndexOf('/') + 1)..]
        : Repository is null ? null
        : SkillAddress.IsRoot(Repository) ? SkillAddress.NameOf(Repository)
        : Repository[(Repository.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>Whether both are the same skill, at whatever revision.</summary>
    public bool IsSameSkillAs(SkillSource? other) =>
        other is not null
        && string.Equals(Registry, other.Registry, StringComparison.OrdinalIgnoreCase)
        && string.Equals(Repository, other.Repository, StringComparison.OrdinalIgnoreCase)
        && string.Equals(Path, other.Path, StringComparison.Ordinal);

    /// <summary>
    /// <c>registry:owner/repo/path#revision</c>, without the parts that are absent; <c>address//path#revision</c> for
    /// what was pasted, and <c>oci://host/repository@sha256:…</c> for an artefact. <see cref="SkillReference.Parse"/>
    /// takes all of them.
    /// </summary>
    public override string ToString()
    {
        if (OciAddress.Is(Repository))
        {
            return OciAddress.Write(Repository!, Commit, RequestedRef);
        }

        if (SkillAddress.IsRoot(Repository))
        {
            string inner = Path.Length == 0 ? "" : $"//{Path}";
            string pinned = (Commit ?? RequestedRef) is { } at ? $"#{at}" : "";
            return $"{Repository}{inner}{pinned}";
        }

        string place = string.Join('/', new[] { Repository, Path }.Where(part => !string.IsNullOrEmpty(part)));
        string? revision = Commit ?? RequestedRef;
        return revision is null ? $"{Registry}:{place}" : $"{Registry}:{place}#{revision}";
    }
}
