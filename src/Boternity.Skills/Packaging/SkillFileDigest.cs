namespace Boternity.Skills.Packaging;

/// <summary>What the content digest says of one file.</summary>
/// <param name="Path">The path inside the skill's folder, with forward slashes.</param>
/// <param name="IsExecutable">Whether the owner's executable bit is set.</param>
/// <param name="Size">The size in bytes.</param>
/// <param name="Sha256">SHA-256 of the content, 64 lower-case hexadecimal digits.</param>
public readonly record struct SkillFileDigest(string Path, bool IsExecutable, long Size, string Sha256);
