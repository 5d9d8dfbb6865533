namespace Boternity.Skills.Execution;

/// <summary>A loaded binary. Safe for concurrent use: every run has a state of its own.</summary>
public interface IWasmProgram : IDisposable
{
    /// <summary>Runs the program once, on a fresh state.</summary>
    /// <exception cref="SkillTrapException">The program trapped.</exception>
    /// <exception cref="SkillLimitExceededException">It went over a limit.</exception>
    /// <exception cref="SkillLinkException">It imports what the host does not offer.</exception>
    /// <exception cref="SkillFailedException">It reported an error of its own.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ValueTask<WasmRunResult> RunAsync(WasmRunRequest request, CancellationToken cancellationToken = default);
}
