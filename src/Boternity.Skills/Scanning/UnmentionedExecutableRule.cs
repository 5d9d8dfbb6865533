using System.Buffers;

namespace Boternity.Skills.Scanning;

/// <summary>
/// Executable content that SKILL.md does not name, so that a reader of it does not know that it is there.
/// </summary>
internal static class UnmentionedExecutableRule
{
    private const int MaxPathLength = 512;

    private static readonly SearchValues<char> PathCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/\\+@~");

    public static void Scan(SkillPackage package, ScannedText? manifest, ScanReport report)
    {
        SkillPackageFile[] executables =
        [
            .. package.Files.Where(
                file => file.Path is not (SkillPackage.WasmFileName or SkillPackage.ManifestFileName)
                    && (ExecutableContent.IsProgram(file) || ExecutableContent.IsScript(file))),
        ];
        if (executables.Length == 0)
        {
            return;
        }

        HashSet<string> mentioned = FindMentioned(manifest?.Text ?? package.Document.Body, executables, report);
        foreach (SkillPackageFile file in executables)
        {
            if (mentioned.Contains(file.Path) || mentioned.Contains(Path.GetFileName(file.Path)))
            {
                continue;
            }

            bool folderIsMentioned = FolderOf(file.Path) is { } folder && mentioned.Contains(folder);
            (SkillFindingSeverity severity, string message) = ExecutableContent.IsProgram(file)
                ? (SkillFindingSeverity.Danger, "A program for a processor, which SKILL.md does not mention.")
                : folderIsMentioned
                    ? (SkillFindingSeverity.Information,
                        "A script, which SKILL.md does not mention by name, in a folder that it does.")
                    : (SkillFindingSeverity.Warning, "A script, which SKILL.md does not mention.");
            report.Add(SkillScanRules.UnmentionedExecutable, severity, message, file.Path, null);
        }
    }

    private static string? FolderOf(string path) =>
        path.Contains('/', StringComparison.Ordinal) ? path.Split('/')[0] + "/" : null;

    /// <summary>Which of the files, their names and their folders the text names.</summary>
    private static HashSet<string> FindMentioned(
        string text, SkillPackageFile[] executables, ScanReport report)
    {
        var sought = new HashSet<string>(
            executables.SelectMany(
                file => new[] { file.Path, Path.GetFileName(file.Path), FolderOf(file.Path) ?? file.Path }),
            StringComparer.OrdinalIgnoreCase);
        var mentioned = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
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
            report.CheckTime();
            if (word.Length <= MaxPathLength && word.ContainsAny('.', '/', '\\'))
            {
                AddPath(word, sought, mentioned);
            }
        }

        return mentioned;
    }

    private static void AddPath(ReadOnlySpan<char> word, HashSet<string> sought, HashSet<string> mentioned)
    {
        Span<char> buffer = stackalloc char[MaxPathLength];
        Span<char> path = buffer[..word.Length];
        word.Replace(path, '\\', '/');
        path = path.StartsWith("./") ? path[2..] : path;
        Add(path);
        Add(path[(path.LastIndexOf('/') + 1)..]);
        Add(path[..(path.IndexOf('/') + 1)]);

        void Add(ReadOnlySpan<char> part)
        {
            if (sought.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(part, out string? named))
            {
                mentioned.Add(named);
            }
        }
    }
}
