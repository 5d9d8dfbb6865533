namespace Boternity.Skills;

/// <summary>A finding in a SKILL.md, with its place.</summary>
public sealed record SkillDiagnostic
{
    /// <summary>Gets a stable code, listed in docs/guide/errors.md.</summary>
    public required string Code { get; init; }

    /// <summary>Gets whether the skill loads in spite of it.</summary>
    public required SkillDiagnosticSeverity Severity { get; init; }

    /// <summary>Gets what was found, and what would be right.</summary>
    public required string Message { get; init; }

    /// <summary>Gets the line in the file, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Gets the column in UTF-16 code units, from 1.</summary>
    public required int Column { get; init; }

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
