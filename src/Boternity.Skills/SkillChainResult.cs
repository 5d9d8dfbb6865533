using Boternity.Skills.Collections;

namespace Boternity.Skills;

/// <summary>What a chain gave and what it cost.</summary>
public sealed record SkillChainResult
{
    /// <summary>Gets the output of the last step.</summary>
    public required string Output { get; init; }

    /// <summary>Gets the chain's name in logs, traces and the audit.</summary>
    public required string ChainId { get; init; }

    /// <summary>Gets the steps, in their order.</summary>
    public required IReadOnlyList<SkillChainStepResult> Steps { get; init => field = ValueList.Of(value); }

    /// <summary>Gets the wall-clock time of the whole.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Gets the fuel of all steps together.</summary>
    public long FuelConsumed => Steps.Sum(static step => step.FuelConsumed);

    /// <summary>Gets the most bytes that a step took at once.</summary>
    public long PeakMemoryBytes => Steps.Select(static step => step.PeakMemoryBytes ?? 0).DefaultIfEmpty(0).Max();

    /// <summary>What the chain cost and how much it gave, without the output.</summary>
    public override string ToString() =>
        $"{nameof(SkillChainResult)} {{ {ChainId}, {Steps.Count} steps, {Output.Length} characters, {FuelConsumed} "
            + $"fuel, {Duration} }}";
}

/// <summary>What one step of a chain cost.</summary>
public sealed record SkillChainStepResult
{
    /// <summary>Gets the skill's id.</summary>
    public required string SkillId { get; init; }

    /// <summary>Gets the script that was run; null for the skill's program.</summary>
    public string? Script { get; init; }

    /// <summary>Gets the step's name in logs, traces and the audit.</summary>
    public required string InvocationId { get; init; }

    /// <summary>Gets the fuel that was used.</summary>
    public required long FuelConsumed { get; init; }

    /// <summary>Gets the most bytes that the step took at once; null where the engine does not tell.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>Gets the wall-clock time of the step.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Gets which capabilities the step used, on what and how often, denied uses among them.</summary>
    /// <value>None.</value>
    public IReadOnlyList<SkillCapabilityUse> CapabilityUses { get; init => field = ValueList.Of(value); } = [];
}
