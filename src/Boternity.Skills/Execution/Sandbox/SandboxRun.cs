using System.Text;
using Boternity.Skills.Capabilities;
using Boternity.Skills.Capabilities.Sessions;
using Boternity.Skills.Wasm.Wasi;

namespace Boternity.Skills.Execution.Sandbox;

/// <summary>What the host's functions know of the run that calls them.</summary>
internal sealed class SandboxRun : IWasiState
{
    private const int MaxErrorBytes = 16 * 1024;
    private readonly WasmRunRequest _request;

    public SandboxRun(WasmRunRequest request, TimeProvider time, bool readsInput, CancellationToken cancellationToken)
    {
        _request = request;
        CancellationToken = cancellationToken;
        ISandboxGrants? grants = request.Host switch
        {
            SkillHostSession session => new SessionGrants(session),
            var host => host as ISandboxGrants,
        };
        Wasi = new WasiContext
        {
            Input = readsInput ? Encoding.UTF8.GetBytes(request.Input) : default,
            Output = new WasiCapture((int)Math.Min(request.Limits.MaxOutputBytes, Array.MaxLength), readsInput ? WasiCaptureEnd.All : WasiCaptureEnd.First),
            ErrorOutput = new WasiCapture(MaxErrorBytes, WasiCaptureEnd.Last),
            Time = time,
            Random = request.RandomSeed is { } seed ? new WasiRandom((ulong)seed) : new WasiRandom(),
            Arguments = grants?.Arguments ?? [],
            ListEnvironment = grants is null ? static () => [] : grants.ListEnvironment,
            OpenDirectories = grants is null ? static () => [] : grants.OpenDirectories,
            Http = grants?.Http,
        };
    }

    public ISkillHost Host => _request.Host ?? throw new InvalidOperationException("The run has no host.");

    public WasiContext Wasi { get; }

    /// <summary>Ends when the run's time is over or its caller gave up.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Waits for the host on the guest's thread: a guest has one, and it waits.</summary>
    public static T Wait<T>(ValueTask<T> task) => task.IsCompletedSuccessfully ? task.Result : task.AsTask().GetAwaiter().GetResult();

    /// <summary>What a program that has no other result wrote to standard output; what is not UTF-8 becomes U+FFFD.</summary>
    /// <exception cref="SkillFailedException">Its exit code says that it failed.</exception>
    public string Output(int exitCode) => exitCode == 0 ? Wasi.Output.ToString() : throw Exited(exitCode);

    /// <summary>The error of a program that ended itself without an answer: what it wrote to standard error says why.</summary>
    public SkillFailedException Exited(int code) => SkillFailures.Of(_request.Skill.Name, Wasi.ErrorOutput.ToString(), code);
}
