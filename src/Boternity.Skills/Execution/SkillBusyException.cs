namespace Boternity.Skills.Execution;

/// <summary>Too many executions run and wait; nothing of this one has run. It can be tried again later.</summary>
public sealed class SkillBusyException : SkillExecutionException
{
    /// <summary>Creates the error.</summary>
    /// <param name="maxConcurrent">The most executions that run at once.</param>
    /// <param name="maxQueued">The most executions that wait.</param>
    public SkillBusyException(int maxConcurrent, int maxQueued)
        : base(
            SkillErrorCodes.ExecutionBusy,
            $"The executor is busy: {maxConcurrent} executions may run at once, and {maxQueued} wait already.")
    {
        MaxConcurrent = maxConcurrent;
        MaxQueued = maxQueued;
    }

    /// <inheritdoc/>
    public override string ModelMessage => "Too many skills are running. Try again later.";

    /// <summary>Gets the most executions that run at once.</summary>
    public int MaxConcurrent { get; }

    /// <summary>Gets the most executions that wait.</summary>
    public int MaxQueued { get; }
}
