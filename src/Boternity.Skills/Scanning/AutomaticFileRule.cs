namespace Boternity.Skills.Scanning;

/// <summary>
/// Files that tools read by themselves where they find them, and that can make them run something: when a folder is
/// opened, when a directory is entered, when packages are installed.
/// </summary>
internal static class AutomaticFileRule
{
    public static void Scan(SkillPackage package, ScanReport report)
    {
        foreach (SkillPackageFile file in package.Files)
        {
            report.CheckTime();
            string path = file.Path.ToLowerInvariant();
            string name = path[(path.LastIndexOf('/') + 1)..];
            if (AutomaticFiles.Find(path, name, file.Content.Span) is { } found)
            {
                report.Add(
                    SkillScanRules.AutomaticExecution, found.Severity, found.Message, file.Path, found.Line);
            }

            if (PackageSettings.FindLine(name, file.Content.Span) is { } line)
            {
                report.Add(
                    SkillScanRules.PackageIndex,
                    SkillFindingSeverity.Warning,
                    PackageIndexes.Message,
                    file.Path,
                    line);
            }
        }
    }
}
