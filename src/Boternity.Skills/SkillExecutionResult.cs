using Boternity.Skills.Collections;

namespace Boternity.Skills;

/// <summary>What an execution gave and what it cost.</summary>
public sealed record SkillExecutionResult
{
    /// <summary>Gets the skill's output.</summary>
    public required string Output { get; init; }

    /// <summary>
    /// Gets the fuel that was used: about one unit an executed WebAssembly instruction; 0 for a stub.
    /// </summary>
    public required long FuelConsumed { get; init; }

    /// <summary>
    /// Gets the name of the engine that ran the program; null for a stub. Fuel is comparable within an engine only.
    /// </summary>
    public string? Engine { get; init; }

    /// <summary>Gets the most bytes that linear memories and tables had at once; null for a stub.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>Gets the wall-clock time of the execution.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Gets the execution's name in logs and traces.</summary>
    public required string InvocationId { get; init; }

    /// <summary>
    /// Gets a value indicating whether no program ran: the tool skill has none, and its body was the answer.
    /// </summary>
    public bool IsStub { get; init; }

    /// <summary>Gets what the skill logged, within the limits of <see cref="Capabilities.SkillHostOptions"/>.</summary>
    public IReadOnlyList<SkillLogLine> Log { get; init => field = ValueList.Of(value); } = [];

    /// <summary>Gets the log lines over the limits, which were dropped or cut.</summary>
    public int LogLinesDropped { get; init; }

    /// <summary>Gets which capabilities the skill used, on what and how often, denied uses among them.</summary>
    public IReadOnlyList<SkillCapabilityUse> CapabilityUses { get; init => field = ValueList.Of(value); } = [];

    /// <summary>What the execution cost and how much it gave, without the output or log.</summary>
    public override string ToString() =>
        $"{nameof(SkillExecutionResult)} {{ {InvocationId}, {Output.Length} characters, {FuelConsumed} fuel, "
            + $"{Duration} }}";
}

/// <summary>A line that a skill logged: text from a stranger, bounded, with the secrets it was given masked.</summary>
public sealed record SkillLogLine
{
    /// <summary>Gets the level as the skill wrote it; unknown ones are kept.</summary>
    public required string Level { get; init; }

    /// <summary>Gets the text.</summary>
    public required string Message { get; init; }

    /// <summary>The length of the line, without its text.</summary>
    public override string ToString() => $"{nameof(SkillLogLine)} {{ {Message.Length} characters }}";
}
