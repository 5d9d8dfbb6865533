using Boternity.Skills.Wasm;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Execution.Sandbox;

/// <summary>A loaded program. Each run has a store of its own, on a thread of the pool: a guest never holds up its caller's thread.</summary>
internal abstract class SandboxProgram(Engine engine) : IWasmProgram
{
    private volatile bool _disposed;

    public async ValueTask<WasmRunResult> RunAsync(WasmRunRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ObjectDisposedException.ThrowIf(_disposed, this);
        return await Task.Run(() => Run(request, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _disposed = true;

    /// <summary>Runs the program in a fresh store and gives its output.</summary>
    protected abstract string Run(Store store, WasmRunRequest request, CancellationToken cancellationToken);

    private WasmRunResult Run(WasmRunRequest request, CancellationToken cancellationToken)
    {
        var options = new StoreOptions
        {
            Fuel = request.Limits.Fuel,
            MaxMemoryBytes = request.Limits.MemoryBytes,
            Timeout = request.Limits.Timeout,
            CancellationToken = cancellationToken,
        };
        using Store store = engine.CreateStore(options);
        try
        {
            string output = Run(store, request, cancellationToken);
            return new WasmRunResult(output, store.FuelConsumed, store.PeakMemoryBytes);
        }
        catch (WasmException exception)
        {
            throw SandboxErrors.Running(exception, request, cancellationToken);
        }
    }
}
