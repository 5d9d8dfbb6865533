using Boternity.Skills.Execution;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Programs;
using Boternity.Skills.Wasmtime.Modules;
using Boternity.Skills.Wasmtime.Running;

namespace Boternity.Skills.Wasmtime;

/// <summary>
/// A script runtime's module: it is initialised once for each set of mounts, its state is captured, and every run
/// begins with a copy of that, of which it takes the pages that it writes to.
/// </summary>
internal sealed class WasmtimeSnapshotProgram(
    EngineHandle engine, EpochTicker epochs, PreparedModule module, RuntimeModule runtime, ProgramHold hold)
    : WasmtimeModuleProgram(engine, epochs, ProgramShape.Preview1Runtime, module, hold), IWasmProgram
{
    /// <summary>How many states are kept; beyond, the one that was longest unused goes.</summary>
    private const int MaxStates = 8;

    /// <summary>An initialisation that takes less fuel is done again as fast as its state is read.</summary>
    private const long MinFuelToKeep = 50_000_000;

    private readonly Lock _lock = new();
    private readonly LinkedList<KeptState> _states = new();

    public override long HeldBytes
    {
        get
        {
            lock (_lock)
            {
                return base.HeldBytes + runtime.Memory.HeldBytes + _states.Sum(static kept => kept.HeldBytes);
            }
        }
    }

    public async ValueTask PrepareAsync(WasmRunRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Initialization is { } initialization)
        {
            await GetStateAsync(request, initialization, cancellationToken).ConfigureAwait(false);
        }
    }

    public override async ValueTask<WasmRunResult> RunAsync(
        WasmRunRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Initialization is { } initialization)
        {
            // Whoever prepared this run did it already, unless others have put its state out.
            await GetStateAsync(request, initialization, cancellationToken).ConfigureAwait(false);
        }

        return await base.RunAsync(request, cancellationToken).ConfigureAwait(false);
    }

    protected override GuestStore Open(WasmRunRequest request, WasmtimeGuest guest)
    {
        InstanceState? state = request.Initialization is { } initialization
            ? FindState(initialization.Key) ?? Initialize(request, initialization)
            : null;
        guest.Image = state?.Memory;
        GuestStore store = base.Open(request, guest);
        store.Begun = state;
        return store;
    }

    protected override WasmRunResult Call(WasmRunRequest request, GuestStore store)
    {
        if (store.Begun is not InstanceState state)
        {
            return base.Call(request, store);
        }

        CoreInstance instance = Instantiate(store);
        instance.Restore(runtime, state);
        return RunScript(instance);
    }

    protected override void Free()
    {
        lock (_lock)
        {
            foreach (KeptState kept in _states)
            {
                Forget(kept);
            }

            _states.Clear();
        }

        Engine.Memories.Pool.Forget(runtime.Memory);
        base.Free();
    }

    private InstanceState? FindState(string key)
    {
        lock (_lock)
        {
            return _states.FirstOrDefault(kept => kept.Key == key)?.Loaded;
        }
    }

    private async Task<InstanceState> GetStateAsync(
        WasmRunRequest request, WasmInitialization initialization, CancellationToken cancellationToken)
    {
        KeptState kept = Keep(
            initialization.Key,
            new Lazy<Task<InstanceState>>(() => InitializeAsync(request, initialization)));
        try
        {
            return await kept.State.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch when (kept.State.Value.IsFaulted || kept.State.Value.IsCanceled)
        {
            lock (_lock)
            {
                _states.Remove(kept);
            }

            throw;
        }
    }

    private KeptState Keep(string key, Lazy<Task<InstanceState>> initialize)
    {
        lock (_lock)
        {
            LinkedListNode<KeptState>? node = _states.First;
            while (node is not null && node.Value.Key != key)
            {
                node = node.Next;
            }

            if (node is null)
            {
                node = new LinkedListNode<KeptState>(new KeptState(key, initialize));
            }
            else
            {
                _states.Remove(node);
            }

            _states.AddFirst(node);
            if (_states.Count > MaxStates)
            {
                Forget(_states.Last!.Value);
                _states.RemoveLast();
            }

            return node.Value;
        }
    }

    private void Forget(KeptState kept)
    {
        if (kept.Loaded is { } state)
        {
            Engine.Memories.Pool.Forget(state.Memory);
        }
    }

    private async Task<InstanceState> InitializeAsync(WasmRunRequest request, WasmInitialization initialization)
    {
        Enter();
        return await GuestThreads.RunAsync(() =>
        {
            try
            {
                return Initialize(request, initialization);
            }
            finally
            {
                Leave();
            }
        }).ConfigureAwait(false);
    }

    private InstanceState Initialize(WasmRunRequest request, WasmInitialization initialization)
    {
        if (initialization.States?.Find() is { } bytes && InstanceState.TryRead(runtime, bytes.Span) is { } kept)
        {
            return kept;
        }

        using GuestStore store = Begin(request, initialization);
        InstanceState state = ((CoreInstance)store.Begun!).Capture(runtime);
        if (store.FuelConsumed >= MinFuelToKeep)
        {
            initialization.States?.Save(state.Write);
        }

        return state;
    }

    private sealed record KeptState(string Key, Lazy<Task<InstanceState>> State)
    {
        /// <summary>Null until it is there.</summary>
        public InstanceState? Loaded =>
            State is { IsValueCreated: true, Value.IsCompletedSuccessfully: true } ? State.Value.Result : null;

        public long HeldBytes => Loaded?.HeldBytes ?? 0;
    }
}
