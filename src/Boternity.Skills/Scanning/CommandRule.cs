namespace Boternity.Skills.Scanning;

/// <summary>Everything that is found by reading a text line by line, as commands and as calls of functions.</summary>
internal static class CommandRule
{
    public static void Scan(ScannedText file, ScanReport report)
    {
        var findings = new CommandFindings(file, report);
        var files = new DownloadedFiles();
        var variables = new ShellVariables();
        var buffer = new WordBuffer();
        var frames = new CommandFrames(buffer, new CommandEvaluator(findings, files), variables, file.IsProse);
        var lexer = new CommandLexer(buffer, frames, variables, file);
        var calls = new ScriptCallRule(findings, files);
        var lines = new CommandLines(file);
        while (lines.MoveNext())
        {
            findings.CheckTime();
            findings.StartLine(lines.Offset);
            findings.IsCode = lines.IsCode;
            calls.Scan(lines.Line);
            lexer.Read(lines.Line, lines.IsTableRow);
        }
    }
}
