namespace Boternity.Skills.Execution;

/// <summary>What a run cost that came to no result.</summary>
internal static class ExecutionCost
{
    /// <summary>The cost that an error names; null where nothing ran, or the engine does not tell.</summary>
    public static (long? Fuel, long? PeakMemoryBytes) Of(Exception? error) => error switch
    {
        SkillExecutionException failure => (failure.FuelConsumed, failure.PeakMemoryBytes),
        SkillExecutionCanceledException cancelled => (cancelled.FuelConsumed, cancelled.PeakMemoryBytes),
        _ => (null, null),
    };
}
