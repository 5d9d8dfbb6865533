namespace Boternity.Skills;

/// <summary>How serious a finding in a SKILL.md is.</summary>
public enum SkillDiagnosticSeverity
{
    /// <summary>The skill loads all the same.</summary>
    Warning,

    /// <summary>The skill does not load.</summary>
    Error,
}
