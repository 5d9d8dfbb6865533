using Boternity.Skills.Collections;

namespace Boternity.Skills.Locking;

/// <summary>A lock file as it is written.</summary>
internal sealed record SkillLockDocument
{
    public required int FormatVersion { get; init; }

    public required IReadOnlyList<SkillLockEntry> Skills { get; init => field = ValueList.Of(value); }

    /// <summary>Gets the packages; null for none, which keeps the member out of the file.</summary>
    public IReadOnlyList<SkillLockPackage>? Packages { get; init; }
}

/// <summary>A package that scripts could import when a lock file was written.</summary>
public sealed record SkillLockPackage
{
    /// <summary>Gets the name of the script runtime, such as <c>python</c>.</summary>
    public required string Runtime { get; init; }

    /// <summary>Gets the package's name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets its version.</summary>
    public required string Version { get; init; }

    /// <summary>Gets the SHA-256 of its file, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }
}

/// <summary>One skill of a lock file: exactly which content, and from where.</summary>
public sealed record SkillLockEntry
{
    /// <summary>Gets the skill's id in the store.</summary>
    public required string SkillId { get; init; }

    /// <summary>Gets where it came from: what was asked for, and the commit that this was.</summary>
    public required SkillSource Source { get; init; }

    /// <summary>Gets the digest of the whole content as installed, 64 lower-case hexadecimal digits.</summary>
    public required string ContentDigest { get; init; }

    /// <summary>
    /// Gets a value indicating whether it is there because others need it, and nobody asked for it; null for false,
    /// which keeps the member out of the file.
    /// </summary>
    public bool? IsDependency { get; init; }

    /// <summary>
    /// Gets the ids of the locked skills that it needs, sorted (ordinal); null for none, which keeps the member out of
    /// the file.
    /// </summary>
    public IReadOnlyList<string>? Needs { get; init => field = ValueList.Of(value); }

    /// <summary>
    /// Gets the digest of what it was granted (<see cref="Grants.SkillGrants.ComputeDigest"/>); null where nothing
    /// was.
    /// </summary>
    public string? GrantsDigest { get; init; }
}
