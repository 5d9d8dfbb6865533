namespace Boternity.Skills.Packaging;

/// <summary>What the content digest says of one file.</summary>
public readonly record struct SkillFileDigest
{
    /// <summary>Gets the path inside the skill's folder, with forward slashes.</summary>
    public required string Path { get; init; }

    /// <summary>Gets whether the owner's executable bit is set.</summary>
    public bool IsExecutable { get; init; }

    /// <summary>Gets the size in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Gets SHA-256 of the content, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }
}
