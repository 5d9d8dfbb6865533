using System.Text;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Managed;
using Boternity.Skills.Wasm.Programs;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Wasi.Preview1;

namespace Boternity.Skills.Execution.Managed;

/// <summary>
/// A script runtime's module: it is initialised once for each set of mounts, its state is captured, and every run
/// begins with a copy of that.
/// </summary>
internal sealed class ManagedRuntimeProgram(Engine engine, Linker linker, ModuleProgram program)
    : ManagedProgram(engine, program), IWasmProgram
{
    /// <summary>How many states are kept; beyond, the one that was longest unused goes.</summary>
    private const int MaxSnapshots = 8;

    /// <summary>An initialisation that takes less fuel is done again as fast as its state is read.</summary>
    private const long MinFuelToKeep = 50_000_000;

    private readonly Lock _lock = new();
    private readonly LinkedList<KeptSnapshot> _snapshots = new();

    public override long HeldBytes
    {
        get
        {
            lock (_lock)
            {
                return base.HeldBytes + _snapshots.Sum(
                    static kept => kept.Snapshot is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }
                        ? kept.Snapshot.Value.Result.HeldBytes
                        : 0);
            }
        }
    }

    public async ValueTask PrepareAsync(WasmRunRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Initialization is { } initialization)
        {
            await GetSnapshotAsync(request, initialization, cancellationToken).ConfigureAwait(false);
        }
    }

    public override async ValueTask<WasmRunResult> RunAsync(
        WasmRunRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Initialization is not { } initialization)
        {
            return await base.RunAsync(request, cancellationToken).ConfigureAwait(false);
        }

        InstanceSnapshot snapshot = await GetSnapshotAsync(request, initialization, cancellationToken)
            .ConfigureAwait(false);
        return await RunAsync(
            request,
            guest => RunScript(linker.Restore(guest.Store, snapshot)),
            compilesHotCode: true,
            cancellationToken).ConfigureAwait(false);
    }

    // Without a state to begin with, all is done in one go.
    protected override WasmRunResult Call(WasmRunRequest request, ManagedGuest guest) =>
        RunScript(Initialize(guest));

    protected override void Close(ManagedGuest guest) => Preview1Functions.CloseFiles(guest);

    private static WasmRunResult RunScript(Instance instance) => Exited(CallForCode(instance, ProgramLoader.Run));

    private static int CallForCode(Instance instance, string function)
    {
        Span<ulong> code = stackalloc ulong[1];
        instance.GetFunction(function).Invoke([], code);
        return (int)code[0];
    }

    private Instance Initialize(ManagedGuest guest)
    {
        Instance instance = linker.Instantiate(guest.Store, program.Module);
        instance.FindFunction(ProgramLoader.InitializeReactor)?.Invoke([], []);
        int code = CallForCode(instance, ProgramLoader.Init);
        return code == 0 ? instance : throw new GuestExitException(code);
    }

    private async Task<InstanceSnapshot> GetSnapshotAsync(
        WasmRunRequest request, WasmInitialization initialization, CancellationToken cancellationToken)
    {
        KeptSnapshot kept;
        lock (_lock)
        {
            LinkedListNode<KeptSnapshot>? node = _snapshots.First;
            while (node is not null && node.Value.Key != initialization.Key)
            {
                node = node.Next;
            }

            if (node is null)
            {
                node = new LinkedListNode<KeptSnapshot>(new KeptSnapshot(
                    initialization.Key,
                    new Lazy<Task<InstanceSnapshot>>(() => Task.Run(() => InitializeAsync(request, initialization)))));
            }
            else
            {
                _snapshots.Remove(node);
            }

            _snapshots.AddFirst(node);
            kept = node.Value;
            while (_snapshots.Count > MaxSnapshots)
            {
                _snapshots.RemoveLast();
            }
        }

        try
        {
            return await kept.Snapshot.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch when (kept.Snapshot.Value.IsFaulted || kept.Snapshot.Value.IsCanceled)
        {
            lock (_lock)
            {
                _snapshots.Remove(kept);
            }

            throw;
        }
    }

    // It serves all who wait for it, so nobody's token ends it.
    private async Task<InstanceSnapshot> InitializeAsync(WasmRunRequest request, WasmInitialization initialization)
    {
        if (Find(initialization) is { } kept)
        {
            return kept;
        }

        InstanceSnapshot? snapshot = null;
        WasmRunResult result = await RunAsync(
            request with
            {
                System = initialization.System,
                Limits = initialization.Limits,
                Host = null,
                ScriptHost = null,
                OnOutput = null,
                SharedMemory = null,
            },
            guest =>
            {
                Instance instance = Initialize(guest);
                snapshot = InstanceSnapshot.Capture(instance);
                return Exited(0);
            },
            compilesHotCode: false,
            CancellationToken.None).ConfigureAwait(false);
        if (snapshot is null)
        {
            string error = Encoding.UTF8.GetString(result.StandardError.Span).Trim();
            throw new SkillExecutionException(
                SkillErrorCodes.ExecutionEngineFailed,
                $"The script runtime could not be initialised: exit code {result.ExitCode}. {error}".TrimEnd());
        }

        if (result.FuelConsumed >= MinFuelToKeep)
        {
            initialization.States?.Save(snapshot.Write);
        }

        return snapshot;
    }

    private InstanceSnapshot? Find(WasmInitialization initialization)
    {
        try
        {
            return initialization.States?.Find() is { } bytes
                ? InstanceSnapshot.Read(program.Module, bytes.Span)
                : null;
        }
        catch (InvalidDataException)
        {
            // Its digest is right, so another version of this library wrote it: it is made anew, and replaced.
            return null;
        }
    }

    private sealed record KeptSnapshot(string Key, Lazy<Task<InstanceSnapshot>> Snapshot);
}
