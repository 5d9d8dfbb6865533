namespace Boternity.Skills.Packaging;

/// <summary>One entry of an archive; its content can be read until the next entry is asked for.</summary>
/// <param name="Path">The path as the archive has it, without a leading <c>./</c> or a trailing slash. Not
/// checked.</param>
/// <param name="OtherKind">What it is, where it is neither file nor folder: "a symbolic link".</param>
/// <param name="IsFolder">Whether it is a folder.</param>
/// <param name="IsExecutable">Whether the owner's executable bit is set.</param>
/// <param name="Length">The length that the archive claims.</param>
/// <param name="Content">The bytes.</param>
internal readonly record struct ArchiveEntry(
    string Path, string? OtherKind, bool IsFolder, bool IsExecutable, long Length, Stream Content)
{
    public static string NormalizePath(string name)
    {
        name = name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
        return name.EndsWith('/') ? name[..^1] : name;
    }
}
