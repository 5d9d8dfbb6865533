using System.Globalization;
using Boternity.Skills.Text;

namespace Boternity.Skills.Scanning;

internal static class HiddenTextRule
{
    public static void Scan(ScannedText file, ScanReport report)
    {
        int at = 0;
        int lastLine = 0;
        while (HiddenCharacters.TryFindNext(file.Text, ref at, out HiddenCharacterKind kind, out int length))
        {
            report.CheckTime();
            int line = file.LineAt(at);
            if (line != lastLine)
            {
                Report(file, report, kind, CodePointAt(file.Text, at), line);
                lastLine = line;
            }

            at += length;
            if (report.IsFull(SkillScanRules.HiddenText, file.Path)
                && report.IsFull(SkillScanRules.BidirectionalText, file.Path))
            {
                return;
            }
        }
    }

    private static void Report(ScannedText file, ScanReport report, HiddenCharacterKind kind, int character, int line)
    {
        string shown = character.ToString("X4", CultureInfo.InvariantCulture);
        switch (kind)
        {
            case HiddenCharacterKind.BidirectionalOverride:
                report.Add(
                    SkillScanRules.BidirectionalText,
                    SkillFindingSeverity.Danger,
                    $"U+{shown} reorders the text, so that it reads other than it is.",
                    file.Path,
                    line);
                break;
            case HiddenCharacterKind.BidirectionalMark:
                report.Add(
                    SkillScanRules.BidirectionalText,
                    SkillFindingSeverity.Information,
                    $"U+{shown} marks a direction of text and is not seen.",
                    file.Path,
                    line);
                break;
            case HiddenCharacterKind.HiddenData:
                report.Add(
                    SkillScanRules.HiddenText,
                    SkillFindingSeverity.Danger,
                    $"U+{shown} spells text that a model reads and a person does not see.",
                    file.Path,
                    line);
                break;
            default:
                report.Add(
                    SkillScanRules.HiddenText,
                    SkillFindingSeverity.Warning,
                    $"U+{shown} is not seen.",
                    file.Path,
                    line);
                break;
        }
    }

    private static int CodePointAt(string text, int at) =>
        at + 1 < text.Length
            && char.IsSurrogatePair(text[at], text[at + 1]) ? char.ConvertToUtf32(text[at], text[at + 1]) : text[at];
}
