namespace Boternity.Skills;

/// <summary>What one skill tells a model: its own text, or what another inherits of it.</summary>
public sealed record SkillInstructions
{
    /// <summary>Gets whose text it is.</summary>
    public required InstalledSkill Skill { get; init; }

    /// <summary>Gets the Markdown body of its SKILL.md.</summary>
    public required string Body { get; init; }

    /// <summary>The skill and the length of its text, without the text.</summary>
    public override string ToString() =>
        $"{nameof(SkillInstructions)} {{ {Skill.SkillId}, {Body.Length} characters }}";
}
