using Boternity.Skills.Wasm;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Managed;
using Boternity.Skills.Wasm.Programs;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Execution.Managed;

/// <summary>
/// A program that the managed engine loaded. Each run has a store of its own, on a thread of its own: a guest holds up
/// neither its caller nor the pool.
/// </summary>
internal abstract class ManagedProgram(Engine engine, Program program) : IWasmProgram
{
    private readonly GuestPace _pace = new();
    private volatile bool _disposed;

    /// <summary>What was loaded.</summary>
    public Program Program => program;

    public virtual long HeldBytes => program.Memory.HeldBytes;

    /// <summary>What keeps for the next process what is hot; null where nothing does.</summary>
    public ProfileKeeper? Profile { private get; init; }

    public virtual ValueTask<WasmRunResult> RunAsync(
        WasmRunRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return RunAsync(request, guest => Call(request, guest), compilesHotCode: true, cancellationToken);
    }

    /// <summary>Runs something of the program, as one run.</summary>
    protected ValueTask<WasmRunResult> RunAsync(
        WasmRunRequest request,
        Func<ManagedGuest, WasmRunResult> call,
        bool compilesHotCode,
        CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        return GuestThreads.RunAsync(() => Run(request, call, compilesHotCode, cancellationToken), _pace);
    }

    public void Dispose()
    {
        _disposed = true;
        Profile?.Save();
        program.Memory.Close();
    }

    /// <summary>Calls the program. It may end with a <see cref="GuestExitException"/>.</summary>
    /// <returns>What the program gave; its cost and output are added.</returns>
    protected abstract WasmRunResult Call(WasmRunRequest request, ManagedGuest guest);

    /// <summary>Lets go of what the guest left open. Called once, however the run ended.</summary>
    protected abstract void Close(ManagedGuest guest);

    private WasmRunResult Run(
        WasmRunRequest request,
        Func<ManagedGuest, WasmRunResult> call,
        bool compilesHotCode,
        CancellationToken cancellationToken)
    {
        // What the run began, and its guest did not wait for, ends with it.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var guest = new ManagedGuest(OptionsOf(request), end.Token);
        using Store store = engine.CreateStore(new StoreOptions
        {
            Fuel = request.Limits.MaxFuel,
            MaxMemoryBytes = request.Limits.MaxMemoryBytes,
            Timeout = request.Limits.Timeout,
            CancellationToken = end.Token,
            SharedMemory = request.SharedMemory,
            CompilesHotCode = compilesHotCode,
            State = guest,
        });
        guest.RunIn(store);
        try
        {
            return RunToExit(request, call, guest) with
            {
                StandardOutput = guest.Options.Output.ToArray(),
                StandardError = guest.Options.ErrorOutput.ToArray(),
                LimitMet = ManagedEngineErrors.LimitMet(store.MemoryRefusal),
                FuelConsumed = store.FuelConsumed,
                PeakMemoryBytes = store.PeakMemoryBytes,
            };
        }
        catch (SkillExecutionException failure)
        {
            SetCost(failure, store);
            throw;
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw Cancelled(store, exception, cancellationToken);
        }
        catch (WasmException exception)
        {
            SkillException failure = ManagedEngineErrors.Running(exception, request, store)
                ?? throw Cancelled(store, exception, cancellationToken);
            SetCost(failure as SkillExecutionException, store);
            throw failure;
        }
        finally
        {
            end.Cancel();
            Profile?.NoteRun();
        }
    }

    private WasmRunResult RunToExit(
        WasmRunRequest request, Func<ManagedGuest, WasmRunResult> call, ManagedGuest guest)
    {
        try
        {
            return call(guest);
        }
        catch (GuestExitException exit) when (program.Shape == ProgramShape.SkillPlugin)
        {
            // It ended without the answer that it owes, whatever the code.
            throw SkillFailures.Of(request.Context.SkillName, guest.Options.ErrorOutput.ToString(), exit.Code);
        }
        catch (GuestExitException exit)
        {
            return Exited(exit.Code);
        }
        finally
        {
            Close(guest);
        }
    }

    /// <summary>The result of a program that ended itself; its cost and output are added.</summary>
    protected static WasmRunResult Exited(int code) => new() { ExitCode = code, FuelConsumed = 0, PeakMemoryBytes = 0 };

    private static SkillExecutionCanceledException Cancelled(
        Store store, Exception exception, CancellationToken cancellationToken) =>
        new(store.FuelConsumed, store.PeakMemoryBytes, cancellationToken, exception);

    /// <summary>A run that failed has cost something too.</summary>
    private static void SetCost(SkillExecutionException? failure, Store store)
    {
        if (failure is not null)
        {
            failure.FuelConsumed = store.FuelConsumed;
            failure.PeakMemoryBytes = store.PeakMemoryBytes;
        }

        if (failure is SkillFailedException failed)
        {
            failed.LimitMet = ManagedEngineErrors.LimitMet(store.MemoryRefusal);
        }
    }

    private GuestOptions OptionsOf(WasmRunRequest request)
    {
        bool isPlugin = program.Shape == ProgramShape.SkillPlugin;
        int outputBytes = (int)Math.Min(request.Limits.MaxOutputBytes, Array.MaxLength);
        return new GuestOptions
        {
            // The answer of a plugin is that of execute: what it prints is beside the point, and must not end its run.
            System = isPlugin ? request.System with { StandardInput = default } : request.System,
            Output = new OutputCapture(
                outputBytes,
                isPlugin ? OutputCaptureMode.First : OutputCaptureMode.All,
                GuestOutputKind.Output,
                request.OnOutput),
            ErrorOutput = new OutputCapture(
                request.MaxErrorBytes, OutputCaptureMode.Last, GuestOutputKind.Error, request.OnOutput),
            SkillHost = request.Host,
            ScriptHost = request.ScriptHost,
            Identity = new GuestIdentity
            {
                BotName = request.Context.BotName,
                BotSlug = request.Context.BotSlug,
                SkillName = request.Context.SkillName,
                InvocationId = request.Context.InvocationId,
            },
            ClockResolution = request.ClockResolution,
        };
    }
}
