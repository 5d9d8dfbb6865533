namespace Boternity.Skills.Manifests;

/// <summary>How to read a SKILL.md.</summary>
public sealed record SkillManifestReadOptions
{
    /// <summary>Gets how closely the file has to follow the specification.</summary>
    /// <value><see cref="SkillManifestMode.Lenient"/>.</value>
    public SkillManifestMode Mode { get; init; } = SkillManifestMode.Lenient;

    /// <summary>
    /// Gets the name of the folder that holds the file: the name has to equal it, and a missing name is taken from
    /// it.
    /// </summary>
    /// <value>Null: nothing is compared, and a missing name is an error.</value>
    public string? FolderName { get; init; }

    /// <summary>Gets where the file is, for messages: a path or a source.</summary>
    /// <value><c>SKILL.md</c>.</value>
    public string Place { get; init; } = SkillPackage.ManifestFileName;

    internal static SkillManifestReadOptions Default { get; } = new();

    internal bool IsStrict => Mode == SkillManifestMode.Strict;
}
