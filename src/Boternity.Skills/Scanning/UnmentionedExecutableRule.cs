using System.Buffers;

namespace Boternity.Skills.Scanning;

/// <summary>
/// Executable content that SKILL.md does not name, so that a reader of it does not know that it is there.
/// </summary>
internal static class UnmentionedExecutableRule
{
    private static readonly SearchValues<char> PathCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/\\+@~");

    public static void Scan(SkillPackage package, ScannedText? manifest, ScanReport report)
    {
        HashSet<string>? mentioned = null;
        foreach (SkillPackageFile file in package.Files)
        {
            bool isProgram = ExecutableContent.IsProgram(file);
            if ((!isProgram && !ExecutableContent.IsScript(file))
                || file.Path is SkillPackage.WasmFileName or SkillPackage.ManifestFileName)
            {
                continue;
            }

            mentioned ??= Mentions(manifest?.Text ?? package.Document.Body);
            if (IsMentioned(file.Path, mentioned))
            {
                continue;
            }

            bool folderIsMentioned =
                file.Path.Contains('/', StringComparison.Ordinal) && mentioned.Contains(file.Path.Split('/')[0] + "/");
            (SkillFindingSeverity severity, string message) = isProgram
                ? (SkillFindingSeverity.Danger, "A program for a processor, which SKILL.md does not mention.")
                : folderIsMentioned
                    ? (SkillFindingSeverity.Information,
                        "A script, which SKILL.md does not mention by name, in a folder that it does.")
                    : (SkillFindingSeverity.Warning, "A script, which SKILL.md does not mention.");
            report.Add(SkillScanRules.UnmentionedExecutable, severity, message, file.Path, null);
        }
    }

    private static bool IsMentioned(string path, HashSet<string> mentioned) =>
        mentioned.Contains(path) || mentioned.Contains(Path.GetFileName(path));

    /// <summary>Everything in the text that looks like a path, with its last part and its first folder.</summary>
    private static HashSet<string> Mentions(string text)
    {
        var mentions = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (int at = 0; at < text.Length;)
        {
            int start = text.AsSpan(at).IndexOfAny(PathCharacters);
            if (start < 0)
            {
                break;
            }

            at += start;
            int length = text.AsSpan(at).IndexOfAnyExcept(PathCharacters);
            length = length < 0 ? text.Length - at : length;
            ReadOnlySpan<char> word = text.AsSpan(at, length).TrimEnd('.');
            at += length;
            if (word.ContainsAny('.', '/', '\\'))
            {
                AddPath(word.ToString().Replace('\\', '/'), mentions);
            }
        }

        return mentions;
    }

    private static void AddPath(string path, HashSet<string> mentions)
    {
        path = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
        mentions.Add(path);
        mentions.Add(path[(path.LastIndexOf('/') + 1)..]);
        int first = path.IndexOf('/', StringComparison.Ordinal);
        if (first >= 0)
        {
            mentions.Add(path[..(first + 1)]);
        }
    }
}
