using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Wasi;

namespace Boternity.Skills.Execution.Sandbox;

/// <summary>A loaded program. Each run has a store of its own, on a thread of the pool: a guest never holds up its caller's thread.</summary>
internal abstract class SandboxProgram(Engine engine, TimeProvider time) : IWasmProgram
{
    /// <summary>How many resources of the host's one run may hold.</summary>
    protected const int MaxHandles = 10_000;

    private volatile bool _disposed;

    public async ValueTask<WasmRunResult> RunAsync(WasmRunRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ObjectDisposedException.ThrowIf(_disposed, this);
        return await Task.Run(() => Run(request, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _disposed = true;

    /// <summary>Whether the input is the program's standard input.</summary>
    protected abstract bool ReadsInput { get; }

    /// <summary>Runs the program in a fresh store and gives its output.</summary>
    protected abstract string Run(Store store, SandboxRun run, WasmRunRequest request);

    /// <summary>The output of a program that ended itself, where that is a way to end well.</summary>
    protected virtual string Exited(SandboxRun run, int code) => throw run.Exited(code);

    private WasmRunResult Run(WasmRunRequest request, CancellationToken cancellationToken)
    {
        // What the run began, and its guest did not wait for, ends with it.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var run = new SandboxRun(request, time, ReadsInput, end.Token);
        var options = new StoreOptions
        {
            Fuel = request.Limits.MaxFuel,
            MaxMemoryBytes = request.Limits.MaxMemoryBytes,
            Timeout = request.Limits.Timeout,
            CancellationToken = end.Token,
            State = run,
        };
        using Store store = engine.CreateStore(options);
        try
        {
            return new WasmRunResult(Run(store, run, request), store.FuelConsumed, store.PeakMemoryBytes);
        }
        catch (SkillExecutionException failure)
        {
            Charge(failure, store);
            throw;
        }
        catch (WasmException exception)
        {
            Exception failure = SandboxErrors.Running(exception, request, cancellationToken);
            Charge(failure as SkillExecutionException, store);
            throw failure;
        }
        finally
        {
            end.Cancel();
        }
    }

    /// <summary>A run that failed has cost something too.</summary>
    private static void Charge(SkillExecutionException? failure, Store store)
    {
        if (failure is not null)
        {
            failure.FuelConsumed = store.FuelConsumed;
            failure.PeakMemoryBytes = store.PeakMemoryBytes;
        }
    }

    /// <summary>Calls the guest; a program that ends itself has not failed by that alone.</summary>
    protected string RunToExit(SandboxRun run, Func<string> call)
    {
        try
        {
            return call();
        }
        catch (WasiExitException exit)
        {
            return Exited(run, exit.Code);
        }
    }
}
