using Boternity.Skills.Grants;

namespace Boternity.Skills.Execution;

/// <summary>One execution: what was asked, with every default filled in.</summary>
internal sealed record SkillRun
{
    public required InstalledSkill Skill { get; init; }

    public required string Input { get; init; }

    public required SkillLimits Limits { get; init; }

    public required SkillContext Context { get; init; }

    /// <summary>
    /// What the call grants; where it says nothing, what the store holds takes its place before the run.
    /// </summary>
    public required SkillGrants Grants { get; set; }

    public long? RandomSeed { get; init; }

    /// <summary>The program's arguments, without its name.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>What the run used of its capabilities; known once it has ended, however it ended.</summary>
    public IReadOnlyList<SkillCapabilityUse> CapabilityUses { get; set; } = [];
}
