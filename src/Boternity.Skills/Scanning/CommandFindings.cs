namespace Boternity.Skills.Scanning;

/// <summary>Findings about one line of commands: each rule once.</summary>
internal sealed class CommandFindings(ScannedText file, ScanReport report)
{
    private readonly List<string> _reported = [];
    private int _offset;

    /// <summary>Gets or sets a value indicating whether the line is code, as all are but those of prose.</summary>
    public bool IsCode { get; set; }

    public bool IsProse => file.IsProse;

    /// <summary>Gets where the line begins.</summary>
    public int Offset => _offset;

    /// <summary>Whether what is read is a command, and not words of a sentence.</summary>
    public bool IsCommand(CommandFrame command) =>
        !IsProse || IsCode || command.Kind == CommandFrameKind.Backticks;

    public void StartLine(int offset)
    {
        _offset = offset;
        _reported.Clear();
    }

    public void CheckTime() => report.CheckTime();

    public void Danger(string rule, string message) => Add(rule, SkillFindingSeverity.Danger, message);

    public void Warning(string rule, string message) => Add(rule, SkillFindingSeverity.Warning, message);

    public void Information(string rule, string message) => Add(rule, SkillFindingSeverity.Information, message);

    private void Add(string rule, SkillFindingSeverity severity, string message)
    {
        if (!_reported.Contains(rule))
        {
            _reported.Add(rule);
            if (!report.IsFull(rule, file.Path))
            {
                report.Add(rule, severity, message, file.Path, file.LineAt(_offset));
            }
        }
    }
}
