namespace Boternity.Skills.Scanning;

/// <summary>
/// Collects findings, a bounded number for each rule and file, so that a hostile file cannot flood the one who
/// reads them.
/// </summary>
internal sealed class ScanReport(ScanClock clock)
{
    private readonly List<SkillFinding> _findings = [];
    private readonly Dictionary<(string Rule, string File), int> _counts = [];

    /// <summary>Ends the scan when it has had its time. Every loop whose length a file determines calls it.</summary>
    public void CheckTime() => clock.LookSometimes();

    public void Add(string rule, SkillFindingSeverity severity, string message, string file, int? line)
    {
        int count = _counts[(rule, file)] = _counts.GetValueOrDefault((rule, file)) + 1;
        if (count <= SkillScanner.MaxFindingsPerRuleAndFile)
        {
            _findings.Add(
                new SkillFinding { Rule = rule, Severity = severity, Message = message, File = file, Line = line });
        }
    }

    /// <summary>
    /// Whether further findings of this rule in this file would be dropped, so that the rule can stop.
    /// </summary>
    public bool IsFull(string rule, string file) =>
        _counts.GetValueOrDefault((rule, file)) >= SkillScanner.MaxFindingsPerRuleAndFile;

    public IReadOnlyList<SkillFinding> InOrder() =>
        [
            .. _findings
                .OrderBy(f => f.File, StringComparer.Ordinal)
                .ThenBy(f => f.Line ?? 0)
                .ThenBy(f => f.Rule, StringComparer.Ordinal),
        ];
}
