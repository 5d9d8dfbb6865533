namespace Boternity.Skills;

/// <summary>One file of a skill's folder.</summary>
public sealed record SkillPackageFile
{
    /// <summary>The path inside the skill's folder: relative, forward slashes, already checked.</summary>
    public required string Path { get; init; }

    /// <summary>The bytes.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>Whether the owner's executable bit is set.</summary>
    public bool IsExecutable { get; init; }
}
