namespace Boternity.Skills.Execution.Sandbox;

/// <summary>What the host's functions know of the run that calls them.</summary>
internal sealed class SandboxRun(ISkillHost host, CancellationToken cancellationToken)
{
    public ISkillHost Host => host;

    /// <summary>Ends when the run's time is over or its caller gave up.</summary>
    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>Waits for the host on the guest's thread: a guest has one, and it waits.</summary>
    public static T Wait<T>(ValueTask<T> task) => task.IsCompletedSuccessfully ? task.Result : task.AsTask().GetAwaiter().GetResult();
}
