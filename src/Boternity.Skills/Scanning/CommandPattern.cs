using System.Text.RegularExpressions;

namespace Boternity.Skills.Scanning;

/// <summary>A form of command that brings code from elsewhere into an interpreter.</summary>
internal sealed class CommandPattern(string rule, SkillFindingSeverity severity, string message, string pattern)
{
    private const string Shells =
        @"(?:(?:ba|z|da|k|c|tc|fi)?sh|pwsh|powershell|python[0-9.]*|node|deno|bun|perl|ruby|php|osascript|cmd"
        + "|iex|invoke-expression)";
    private const string IntoShell =
        @"\|&?\s*(?:(?:[\w.~$\{\}-]*/)*(?:sudo|doas|env|command|exec|nohup|time|xargs)\s+"
        + @"(?:-\S+\s+|\w+=\S*\s+)*)*(?:[\w.~$\{\}-]*/)*" + Shells + @"(?:\.exe)?(?:[\s;&|)""'`]|$)";

    private const string Download =
        @"\b(?:curl|wget|fetch|aria2c|iwr|irm|invoke-webrequest|invoke-restmethod|downloadstring|downloaddata)\b";
    private const string Decode =
        @"(?:\bbase64\b[^\n|]*\s(?:-d|-di|--decode)\b|\bxxd\b[^\n|]*\s-r|\bopenssl\b[^\n|]*\s-d\b"
        + @"|\bfrombase64string\b|\bprintf\b[^\n]*(?:\\x[0-9a-f]{2}){4})";

    private readonly Regex _regex = new(
        pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    public static IReadOnlyList<CommandPattern> All { get; } =
    [
        Piped(Download + @"[\s(]+[^\s|][^\n]*" + IntoShell),
        Piped(@"\b(?:" + Shells + @"|eval|source)\b[^\n]*(?:<\(|\$\()\s*(?:sudo\s+)?" + Download),
        Piped(@"(?:\s-c|\beval)\s*[""']?\s*`\s*" + Download),
        Piped(@"(?:^|[\s;&|])\.\s+<\(\s*" + Download),
        Piped(@"\b(?:iex|invoke-expression)\b[^\n]*(?:" + Download + @"|\bnet\.webclient\b)"),
        Piped(
            @"\b(?:exec|eval|os\.system|function)\s*\([^\n]*"
            + @"(?:requests\.get|urlopen|urllib|fetch\s*\(|http\.get|axios)"),
        new(
            SkillScanRules.PipeToShell,
            SkillFindingSeverity.Warning,
            "A file is downloaded and run at once.",
            Download + @"[^\n]*(?:&&|;)\s*(?:sudo\s+)?(?:chmod\s+\S*x\b|(?:ba|z|da|k)?sh\s+[\w./~-]+|\./\w)"),
        Encoded(Decode + @"[^\n]*" + IntoShell),
        Encoded(@"\b(?:" + Shells + @"|eval|source)\b[^\n]*(?:<\(|\$\(|<<<)[^\n]*" + Decode),
        Encoded(@"\b(?:powershell|pwsh)(?:\.exe)?\b[^\n]*\s[-/]e(?:c|n|nc|nco\w*)?\s+[""']?[a-z0-9+/=]{16}"),
        Encoded(
            @"\b(?:exec|eval|iex|invoke-expression|loads|function)\b[^\n]*"
            + @"(?:b64decode|a85decode|frombase64string|\batob\s*\(|unhexlify|fromhex|['""]base64['""])"),
    ];

    public string Rule { get; } = rule;

    public SkillFindingSeverity Severity { get; } = severity;

    public string Message { get; } = message;

    public bool IsIn(ReadOnlySpan<char> command) => _regex.IsMatch(command);

    private static CommandPattern Piped(string pattern) =>
        new(
            SkillScanRules.PipeToShell,
            SkillFindingSeverity.Danger,
            "What is downloaded goes straight into an interpreter.",
            pattern);

    private static CommandPattern Encoded(string pattern) =>
        new(
            SkillScanRules.EncodedCommand,
            SkillFindingSeverity.Danger,
            "Encoded text is decoded straight into an interpreter.",
            pattern);
}
