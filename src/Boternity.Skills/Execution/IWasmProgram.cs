namespace Boternity.Skills.Execution;

/// <summary>A loaded binary. Safe for concurrent use: every run has a state of its own.</summary>
public interface IWasmProgram : IDisposable
{
    /// <summary>
    /// Gets what the program holds of the host's memory, in bytes. It may grow with each run, as code is made: a cache
    /// looks at it after each.
    /// </summary>
    /// <value>0 where the engine does not say: then the binary's size counts.</value>
    long HeldBytes => 0;

    /// <summary>
    /// Does what can be done before the time of a run begins: initialises a script runtime, where that was not done
    /// yet.
    /// </summary>
    /// <param name="request">The run that follows.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="SkillExecutionException">The initialisation failed; derived types tell how.</exception>
    ValueTask PrepareAsync(WasmRunRequest request, CancellationToken cancellationToken = default) => default;

    /// <summary>
    /// Runs the program once, on a fresh state. It does not occupy the caller's thread while the program runs.
    /// </summary>
    /// <remarks>
    /// A run that fails has cost something too: an engine sets <see cref="SkillExecutionException.FuelConsumed"/> and
    /// <see cref="SkillExecutionException.PeakMemoryBytes"/> of what it throws, and throws a
    /// <see cref="SkillExecutionCanceledException"/> for a run that was cancelled.
    /// </remarks>
    /// <returns>What the program gave, also where it ended with an exit code of its own that is not 0.</returns>
    /// <exception cref="SkillTrapException">The program trapped.</exception>
    /// <exception cref="SkillLimitExceededException">It went over a limit.</exception>
    /// <exception cref="SkillLinkException">It imports what the host does not offer.</exception>
    /// <exception cref="SkillFailedException">It ended in a way of its own that a result cannot say.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ValueTask<WasmRunResult> RunAsync(WasmRunRequest request, CancellationToken cancellationToken = default);
}
