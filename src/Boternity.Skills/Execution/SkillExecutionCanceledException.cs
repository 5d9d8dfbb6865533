namespace Boternity.Skills.Execution;

/// <summary>An execution was cancelled by its caller, after its program had begun to run.</summary>
public sealed class SkillExecutionCanceledException : OperationCanceledException
{
    /// <summary>Creates the error.</summary>
    /// <param name="fuelConsumed">The fuel that was used until then.</param>
    /// <param name="peakMemoryBytes">The most bytes that the run took at once until then.</param>
    /// <param name="cancellationToken">The token that was cancelled.</param>
    /// <param name="innerException">What stopped the program.</param>
    public SkillExecutionCanceledException(
        long fuelConsumed, long peakMemoryBytes, CancellationToken cancellationToken, Exception? innerException = null)
        : base("The execution was cancelled.", innerException, cancellationToken)
    {
        FuelConsumed = fuelConsumed;
        PeakMemoryBytes = peakMemoryBytes;
    }

    /// <summary>Gets the fuel that was used until then.</summary>
    public long FuelConsumed { get; }

    /// <summary>Gets the most bytes that the run took at once until then.</summary>
    public long PeakMemoryBytes { get; }
}
