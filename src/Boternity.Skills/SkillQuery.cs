namespace Boternity.Skills;

/// <summary>A <see cref="SkillReference"/> whose parts have been told apart, as a registry is asked.</summary>
public sealed record SkillQuery
{
    /// <summary>Gets the registry that is meant; null for any.</summary>
    public string? Registry { get; init; }

    /// <summary>
    /// Gets the address of a repository or an archive, or the path of a folder or an archive of this machine; null for
    /// what is named. Registries that hosts add are not asked such queries.
    /// </summary>
    public string? Address { get; init; }

    /// <summary>Gets the repository as <c>owner/repo</c>; null for those that the registry lists.</summary>
    public string? Repository { get; init; }

    /// <summary>Gets the skill's folder; null where only a name is known.</summary>
    public string? Path { get; init; }

    /// <summary>Gets the skill's name; null where a path says it all, or the repository holds one skill only.</summary>
    public string? Name { get; init; }

    /// <summary>Gets the branch, tag or commit; null for the default.</summary>
    public string? Ref { get; init; }

    /// <summary>
    /// Gets a value indicating whether ref and path follow each other in an address, so that the first parts of the
    /// path may be more of a branch's name.
    /// </summary>
    internal bool RefMayContinueInPath { get; init; }
}
