using Boternity.Skills.Execution;

namespace Boternity.Skills.Tests.Execution;

/// <summary>An engine for faults: what a run does is the test's to say.</summary>
internal sealed class ProgrammableEngine : IWasmEngine
{
    private int _loads;
    private int _disposed;

    public string Name => "programmable";

    public int Loads => _loads;

    public int DisposedPrograms => _disposed;

    /// <summary>The token of the load that began last.</summary>
    public CancellationToken LoadToken { get; private set; }

    public Func<WasmBinary, Task> OnLoad { get; set; } = _ => Task.CompletedTask;

    public Func<WasmRunRequest, CancellationToken, Task<WasmRunResult>> OnRun { get; set; } =
        (request, _) => Task.FromResult(EngineResults.Answer($"ran {EngineResults.InputOf(request)}", 42, 65_536));

    public async ValueTask<IWasmProgram> LoadAsync(
        WasmBinary binary, WasmLoadOptions? options = null, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _loads);
        LoadToken = cancellationToken;
        await OnLoad(binary);
        return new Program(this);
    }

    private sealed class Program(ProgrammableEngine engine) : IWasmProgram
    {
        private bool _isDisposed;

        public async ValueTask<WasmRunResult> RunAsync(
            WasmRunRequest request, CancellationToken cancellationToken = default)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return await engine.OnRun(request, cancellationToken);
        }

        public void Dispose()
        {
            _isDisposed = true;
            Interlocked.Increment(ref engine._disposed);
        }
    }
}
