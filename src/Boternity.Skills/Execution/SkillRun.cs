namespace Boternity.Skills.Execution;

/// <summary>One execution: what was asked, with every default filled in.</summary>
internal sealed record SkillRun
{
    public required InstalledSkill Skill { get; init; }

    public required string Input { get; init; }

    public required SkillLimits Limits { get; init; }

    public required SkillContext Context { get; init; }

    public required SkillGrants Grants { get; init; }

    public long? RandomSeed { get; init; }
}
