using System.Buffers;
using System.Text.RegularExpressions;

namespace Boternity.Skills.Scanning;

/// <summary>
/// Keys and tokens by the forms that their issuers gave them, and the places where a person keeps some.
/// </summary>
internal static class CredentialRule
{
    private const int MaxLength = 256;
    private const int ShownCharacters = 6;
    private const int ShortestSecret = 32;

    private static readonly SearchValues<string> Prefixes = SearchValues.Create(
        [
            "AKIA", "ASIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "sk-", "sk_live_",
            "rk_live_", "xoxb-", "xoxa-", "xoxp-", "xoxr-", "xoxs-",
            "AIza", "npm_", "SG.", "hooks.slack.com/services/", "-----BEGIN ",
        ],
        StringComparison.Ordinal);

    private static readonly Regex Form = new(
        @"\A(?:(?:AKIA|ASIA)[A-Z0-9]{16}\b|gh[pousr]_[A-Za-z0-9]{36}"
        + @"|github_pat_[A-Za-z0-9_]{40}|glpat-[A-Za-z0-9_-]{20}|sk-[A-Za-z0-9_-]{32,64}"
        + @"|[sr]k_live_[A-Za-z0-9]{20}|xox[baprs]-[A-Za-z0-9-]{20}"
        + @"|AIza[A-Za-z0-9_-]{35}|npm_[A-Za-z0-9]{36}|SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{16}"
        + @"|hooks\.slack\.com/services/T[A-Z0-9]{6,12}/B[A-Z0-9]{6,12}/[A-Za-z0-9]{16}"
        + @"|-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY)",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static readonly SearchValues<string> Placeholders = SearchValues.Create(
        ["example", "your", "xxxx", "placeholder", "replace", "redacted", "dummy", "0000", "1234567890", "..."],
        StringComparison.OrdinalIgnoreCase);

    public static void Scan(ScannedText file, ScanReport report)
    {
        ScanTokens(file, report);
        ScanFiles(file, report);
    }

    private static void ScanTokens(ScannedText file, ScanReport report)
    {
        string text = file.Text;
        int notBefore = 0;
        for (int at = 0; !report.IsFull(SkillScanRules.Credential, file.Path); at++)
        {
            int found = at >= text.Length ? -1 : text.AsSpan(at).IndexOfAny(Prefixes);
            if (found < 0)
            {
                return;
            }

            at += found;
            report.CheckTime();

            // Of prefixes that follow one another closely, the first is looked at: each look reads what follows.
            if (text[at] == 's' && at < notBefore)
            {
                continue;
            }

            notBefore = text[at] == 's' ? at + ShortestSecret : notBefore;
            if (IsToken(text, at))
            {
                report.Add(
                    SkillScanRules.Credential,
                    SkillFindingSeverity.Danger,
                    $"A credential stands here: '{text.AsSpan(at, ShownCharacters)}…'.",
                    file.Path,
                    file.LineAt(at));
            }
        }
    }

    private static bool IsToken(string text, int at)
    {
        if (at > 0 && (char.IsAsciiLetterOrDigit(text[at - 1]) || text[at - 1] == '_'))
        {
            return false;
        }

        ReadOnlySpan<char> token = text.AsSpan(at, Math.Min(MaxLength, text.Length - at));
        foreach (ValueMatch match in Form.EnumerateMatches(token))
        {
            token = token[..match.Length];
            return !token.ContainsAny(Placeholders) && (token.ContainsAnyInRange('0', '9') || token[0] == '-');
        }

        return false;
    }

    private static void ScanFiles(ScannedText file, ScanReport report)
    {
        for (int at = 0; !report.IsFull(SkillScanRules.CredentialFile, file.Path); at++)
        {
            int found = at >= file.Text.Length ? -1 : SecretPlaces.IndexIn(file.Text.AsSpan(at));
            if (found < 0)
            {
                return;
            }

            at += found;
            report.Add(
                SkillScanRules.CredentialFile,
                SkillFindingSeverity.Warning,
                "A place where credentials lie is named here.",
                file.Path,
                file.LineAt(at));
        }
    }
}
