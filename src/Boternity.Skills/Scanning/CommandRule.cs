using System.Buffers;

namespace Boternity.Skills.Scanning;

/// <summary>
/// Pipe-to-shell and encoded commands. Only commands with one of a few words are looked at, and each once.
/// </summary>
internal static class CommandRule
{
    private static readonly SearchValues<string> Words = SearchValues.Create(
        [
            "curl", "wget", "fetch", "aria2c", "iwr", "irm", "invoke-", "iex", "downloadstring", "downloaddata",
            "net.webclient", "base64", "xxd", "openssl",
            "printf", "powershell", "pwsh", "exec(", "eval(", "os.system", "b64decode", "a85decode", "atob",
            "unhexlify", "fromhex",
        ],
        StringComparison.OrdinalIgnoreCase);

    public static void Scan(ScannedText file, ScanReport report)
    {
        for (int at = 0; at < file.Text.Length;)
        {
            int found = file.Text.AsSpan(at).IndexOfAny(Words);
            if (found < 0)
            {
                return;
            }

            (int start, int end) = file.CommandAround(at + found, at);
            ScanCommand(file, start, end, report);
            at = end;
        }
    }

    private static void ScanCommand(ScannedText file, int start, int end, ScanReport report)
    {
        string command = file.Text[start..end].TrimEnd();
        if (command.Contains('\n', StringComparison.Ordinal))
        {
            command = command.Replace("\r", "", StringComparison.Ordinal).Replace("\\\n", " ", StringComparison.Ordinal)
                .Replace("`\n", " ", StringComparison.Ordinal).Replace('\n', ' ');
        }

        var reported = new HashSet<string>(StringComparer.Ordinal);
        foreach (CommandPattern pattern in CommandPattern.All)
        {
            if (!reported.Contains(pattern.Rule) && pattern.IsIn(command))
            {
                reported.Add(pattern.Rule);
                report.Add(pattern.Rule, pattern.Severity, pattern.Message, file.Path, file.LineAt(start));
            }
        }
    }
}
