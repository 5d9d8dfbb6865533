namespace Boternity.Skills;

/// <summary>A finding in a SKILL.md, with its place.</summary>
/// <param name="Code">A stable code, listed in docs/guide/errors.md.</param>
/// <param name="Severity">Whether the skill loads in spite of it.</param>
/// <param name="Message">What was found, and what would be right.</param>
/// <param name="Line">The line in the file, from 1.</param>
/// <param name="Column">The column in UTF-16 code units, from 1.</param>
public sealed record SkillDiagnostic(string Code, SkillDiagnosticSeverity Severity, string Message, int Line, int Column)
{
    /// <summary>One line: <c>(line,column): severity code: message</c>.</summary>
    public override string ToString() =>
        $"({Line},{Column}): {(Severity == SkillDiagnosticSeverity.Error ? "error" : "warning")} {Code}: {Message}";
}

/// <summary>How serious a finding in a SKILL.md is.</summary>
public enum SkillDiagnosticSeverity
{
    /// <summary>The skill loads all the same.</summary>
    Warning,

    /// <summary>The skill does not load.</summary>
    Error,
}
