using Boternity.Skills.Collections;

namespace Boternity.Skills;

/// <summary>
/// The whole folder of one skill, checked against the path rules and the <see cref="SkillPackageLimits"/>.
/// </summary>
public sealed record SkillPackage
{
    /// <summary>The name of the file that makes a folder a skill.</summary>
    public const string ManifestFileName = "SKILL.md";

    /// <summary>The name of a tool skill's program.</summary>
    public const string WasmFileName = "skill.wasm";

    /// <summary>Gets where it came from, pinned.</summary>
    public required SkillSource Source { get; init; }

    /// <summary>Gets its SKILL.md, leniently read.</summary>
    public required SkillDocument Document { get; init; }

    /// <summary>Gets every file of the folder, sorted by path (ordinal).</summary>
    public required IReadOnlyList<SkillPackageFile> Files { get; init => field = ValueList.Of(value); }

    /// <summary>
    /// Gets what the registry itself says against it, which whoever approves is shown beside the scanner's findings.
    /// </summary>
    /// <value>None.</value>
    public IReadOnlyList<SkillRegistryWarning> RegistryWarnings { get; init => field = ValueList.Of(value); } = [];

    /// <summary>Gets the frontmatter.</summary>
    public SkillManifest Manifest => Document.Manifest;

    /// <summary>The file at a path, or null. Paths are compared exactly.</summary>
    public SkillPackageFile? FindFile(string path) =>
        Files.FirstOrDefault(file => string.Equals(file.Path, path, StringComparison.Ordinal));
}

/// <summary>What a registry says against a skill that it has.</summary>
public sealed record SkillRegistryWarning
{
    /// <summary>Gets what it says, in a sentence for a person.</summary>
    public required string Message { get; init; }

    /// <summary>
    /// Gets a value indicating whether the registry suspects the skill; otherwise it has only not looked at it yet, or
    /// advises care.
    /// </summary>
    public bool IsSuspicion { get; init; }
}

/// <summary>One file of a skill's folder.</summary>
public sealed record SkillPackageFile
{
    /// <summary>Gets the path inside the skill's folder: relative, forward slashes, already checked.</summary>
    public required string Path { get; init; }

    /// <summary>Gets the bytes.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>Gets a value indicating whether the owner's executable bit is set.</summary>
    public bool IsExecutable { get; init; }

    /// <summary>Whether both have the same path, executable bit and bytes.</summary>
    public bool Equals(SkillPackageFile? other) =>
        other is not null
        && string.Equals(Path, other.Path, StringComparison.Ordinal)
        && IsExecutable == other.IsExecutable
        && Content.Span.SequenceEqual(other.Content.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Path, IsExecutable, Content.Length);
}
