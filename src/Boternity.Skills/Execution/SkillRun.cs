using Boternity.Skills.Grants;

namespace Boternity.Skills.Execution;

/// <summary>One execution: what was asked, with every default filled in.</summary>
internal sealed record SkillRun
{
    public required InstalledSkill Skill { get; init; }

    /// <summary>What the program gets: a text in UTF-8, or a script's standard input.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    public required SkillLimits Limits { get; init; }

    public required SkillContext Context { get; init; }

    /// <summary>
    /// What the call grants; where it says nothing, what the store holds takes its place before the run.
    /// </summary>
    public required SkillGrants Grants { get; set; }

    public long? RandomSeed { get; init; }

    /// <summary>The program's arguments, without its name.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The script that is run, inside the skill; null where the skill's program is.</summary>
    public string? Script { get; init; }

    /// <summary>Variables that a program is given, granted or not.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>The profile of the bot that executes; null for none.</summary>
    public string? Profile { get; init; }

    /// <summary>Which step of a chain it is; null for none.</summary>
    public ChainPlace? Chain { get; init; }

    /// <summary>Is called with each line that is logged; null for nobody.</summary>
    public Action<SkillLogLine>? OnLog { get; init; }

    /// <summary>What the run used of its capabilities; known once it has ended, however it ended.</summary>
    public IReadOnlyList<SkillCapabilityUse> CapabilityUses { get; set; } = [];
}

/// <summary>What an execution cost and gave, for log, metrics and audit.</summary>
internal sealed record ExecutionFigures
{
    public required long Fuel { get; init; }

    public required long? PeakMemoryBytes { get; init; }

    /// <summary>Gives what it gave, as bytes. Only the audit asks: making them of a text takes time.</summary>
    public required Func<ReadOnlyMemory<byte>> GetOutput { get; init; }

    public required TimeSpan Duration { get; init; }

    public bool IsStub { get; init; }
}
