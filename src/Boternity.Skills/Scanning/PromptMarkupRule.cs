using Boternity.Skills.Manifests;
using Boternity.Skills.Text;

namespace Boternity.Skills.Scanning;

internal static class PromptMarkupRule
{
    public static void Scan(ScannedText file, ScanReport report)
    {
        if (!file.IsProse)
        {
            return;
        }

        foreach ((int start, int end) in PromptMarkup.Find(file.Text))
        {
            report.CheckTime();
            string tag = file.Text[start..end];
            report.Add(
                SkillScanRules.PromptMarkup,
                SkillFindingSeverity.Warning,
                $"{Quoted.Of(tag)} would break out of a prompt's markup.",
                file.Path,
                file.LineAt(start));
            if (report.IsFull(SkillScanRules.PromptMarkup, file.Path))
            {
                return;
            }
        }
    }
}
