using System.Buffers;
using System.Text;

namespace Boternity.Skills.Packaging;

/// <summary>
/// The rules for a path inside a skill's folder. They are the same on every system, so that a folder that installs on
/// one installs on all: relative, forward slashes, no <c>..</c>, nothing that Windows or macOS would read as
/// another name.
/// </summary>
public static class SkillPath
{
    /// <summary>The most UTF-16 code units in a path.</summary>
    public const int MaxLength = 512;

    /// <summary>The most UTF-8 bytes in one segment: what common file systems take.</summary>
    public const int MaxSegmentBytes = 255;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("\\:<>\"|?*");

    private static readonly HashSet<string> DeviceNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL", "CLOCK$", "CONIN$", "CONOUT$",
        "COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "COM¹", "COM²", "COM³",
        "LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "LPT¹", "LPT²", "LPT³",
    };

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> DeviceLookup =
        DeviceNames.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a path keeps the rules.</summary>
    public static bool IsValid(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return FindProblem(path) is null;
    }

    /// <summary>Refuses a path that breaks a rule.</summary>
    /// <exception cref="SkillPackageException">The path breaks a rule, which the message names
    /// (<see cref="SkillErrorCodes.PackagePath"/>).</exception>
    public static void ThrowIfInvalid(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (FindProblem(path) is { } problem)
        {
            PackageErrors.ThrowPath(path, problem);
        }
    }

    internal static string? FindProblem(ReadOnlySpan<char> path)
    {
        if (path.Length is 0 or > MaxLength)
        {
            return $"it has {path.Length} characters; 1 to {MaxLength} are allowed";
        }

        if (path[0] == '/')
        {
            return "it is absolute";
        }

        foreach (Range range in path.Split('/'))
        {
            if (FindSegmentProblem(path[range]) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    /// <summary>What is wrong with one segment of a path; null when nothing is.</summary>
    internal static string? FindSegmentProblem(ReadOnlySpan<char> segment)
    {
        switch (segment)
        {
            case "":
                return "a segment is empty";
            case ".":
            case "..":
                return "a segment is '.' or '..'";
        }

        int at = segment.IndexOfAny(Forbidden);
        if (at >= 0)
        {
            return $"it contains '{segment[at]}'";
        }

        if (segment[^1] is '.' or ' ')
        {
            return "a segment ends with a dot or a space";
        }

        foreach (char c in segment)
        {
            if (char.IsControl(c))
            {
                return "it contains a control character";
            }
        }

        if (IsGitDirectory(segment))
        {
            return "a segment is the name of Git's own directory, from which Git runs what it is told there";
        }

        ReadOnlySpan<char> stem = segment.IndexOf('.') is >= 0 and var dot ? segment[..dot] : segment;
        if (DeviceLookup.Contains(stem.TrimEnd(' ')))
        {
            return "a segment is the name of a Windows device";
        }

        return FindEncodingProblem(segment);
    }

    // In any spelling that a file system takes for it: case, characters that HFS+ ignores, and the short name that
    // NTFS makes.
    private static bool IsGitDirectory(ReadOnlySpan<char> segment) => Ascii.IsValid(segment)
        ? segment.Equals(".git", StringComparison.OrdinalIgnoreCase)
            || segment.Equals("git~1", StringComparison.OrdinalIgnoreCase)
        : FindEncodingProblem(segment) is null && PathKey.Of(segment.ToString()) == ".git";

    private static string? FindEncodingProblem(ReadOnlySpan<char> segment)
    {
        int bytes = 0;
        while (!segment.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(segment, out Rune rune, out int used) != OperationStatus.Done)
            {
                return "it contains half of a surrogate pair";
            }

            bytes += rune.Utf8SequenceLength;
            segment = segment[used..];
        }

        return bytes > MaxSegmentBytes ? $"a segment has {bytes} bytes in UTF-8; {MaxSegmentBytes} are allowed" : null;
    }
}
