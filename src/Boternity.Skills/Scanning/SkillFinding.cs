namespace Boternity.Skills.Scanning;

/// <summary>What a scanner noticed in a skill's folder. It advises; the host decides.</summary>
public sealed record SkillFinding
{
    /// <summary>Gets the stable id of the rule; the default scanner's are <see cref="SkillScanRules"/>.</summary>
    public required string Rule { get; init; }

    /// <summary>Gets how much it matters.</summary>
    public required SkillFindingSeverity Severity { get; init; }

    /// <summary>Gets the file, relative to the skill's folder.</summary>
    public required string File { get; init; }

    /// <summary>Gets the line, from 1; null where the finding is about the whole file.</summary>
    public int? Line { get; init; }

    /// <summary>Gets what was found, for a person. Nothing invisible and no whole credential stands in it.</summary>
    public required string Message { get; init; }

    /// <summary>One line: <c>file(line): severity rule: message</c>.</summary>
    public override string ToString() => $"{File}{(Line is null ? "" : $"({Line})")}: {Severity} {Rule}: {Message}";
}

/// <summary>How much a <see cref="SkillFinding"/> matters.</summary>
public enum SkillFindingSeverity
{
    /// <summary>Worth knowing.</summary>
    Information,

    /// <summary>Worth a look before the skill is used.</summary>
    Warning,

    /// <summary>Seldom seen in a skill that means well.</summary>
    Danger,
}
