using Boternity.Skills.Execution;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Programs;
using Boternity.Skills.Wasmtime.Modules;
using Boternity.Skills.Wasmtime.Running;

namespace Boternity.Skills.Wasmtime;

/// <summary>
/// A script runtime's module whose instances hold what cannot be captured (<see cref="RuntimeModule"/>). An instance is
/// initialised before a run's time begins, with what the runtime itself may see, and then handed over to the run: fuel,
/// memory and time begin anew, and what it can reach is the run's.
/// </summary>
internal sealed class WasmtimeRuntimeProgram(
    EngineHandle engine, EpochTicker epochs, PreparedModule module, ProgramHold hold)
    : WasmtimeModuleProgram(engine, epochs, ProgramShape.Preview1Runtime, module, hold), IWasmProgram
{
    /// <summary>
    /// How many initialised instances wait for a run at most: what is left is of runs that never came.
    /// </summary>
    private const int MaxWaiting = 4;

    private readonly Lock _lock = new();
    private readonly LinkedList<(string Key, GuestStore Store)> _waiting = new();

    public override long HeldBytes
    {
        get
        {
            lock (_lock)
            {
                return base.HeldBytes + _waiting.Sum(waiting => waiting.Store.Guest.Budget.Held);
            }
        }
    }

    public async ValueTask PrepareAsync(WasmRunRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Initialization is not { } initialization)
        {
            return;
        }

        Enter();
        Task<GuestStore> beginning = GuestThreads.RunAsync(() =>
        {
            try
            {
                return Begin(request, initialization);
            }
            finally
            {
                Leave();
            }
        }).AsTask();
        try
        {
            Keep(initialization.Key, await beginning.WaitAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // It serves the next run.
            _ = beginning.ContinueWith(
                done => Keep(initialization.Key, done.Result),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            throw;
        }
    }

    protected override GuestStore Open(WasmRunRequest request, WasmtimeGuest guest)
    {
        if (request.Initialization is not { } initialization)
        {
            return base.Open(request, guest);
        }

        // Whoever prepared this run may have lost its instance to another.
        GuestStore store = Take(initialization.Key) ?? Begin(request, initialization);
        try
        {
            guest.ExportedMemoryIndex = Module.MemoryIndex;
            store.HandOver(guest, request.Limits);
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    protected override WasmRunResult Call(WasmRunRequest request, GuestStore store) =>
        store.Begun is CoreInstance instance ? RunScript(instance) : base.Call(request, store);

    protected override void Free()
    {
        lock (_lock)
        {
            foreach ((_, GuestStore store) in _waiting)
            {
                store.Dispose();
            }

            _waiting.Clear();
        }

        base.Free();
    }

    private GuestStore? Take(string key)
    {
        lock (_lock)
        {
            for (LinkedListNode<(string Key, GuestStore Store)>? node = _waiting.First; node is not null;
                node = node.Next)
            {
                if (node.Value.Key == key)
                {
                    _waiting.Remove(node);
                    return node.Value.Store;
                }
            }

            return null;
        }
    }

    private void Keep(string key, GuestStore store)
    {
        GuestStore? tooMany = null;
        lock (_lock)
        {
            _waiting.AddFirst((key, store));
            if (_waiting.Count > MaxWaiting || IsDisposed)
            {
                tooMany = _waiting.Last!.Value.Store;
                _waiting.RemoveLast();
            }
        }

        tooMany?.Dispose();
    }
}
