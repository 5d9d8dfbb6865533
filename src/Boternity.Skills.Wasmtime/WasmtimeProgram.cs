using Boternity.Skills.Execution;
using Boternity.Skills.Wasm;
using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Programs;
using Boternity.Skills.Wasmtime.Running;

namespace Boternity.Skills.Wasmtime;

/// <summary>
/// A program that Wasmtime compiled. Each run has a store of its own, on a thread of the library's, whose stack is
/// larger than what a guest may use: Wasmtime would end the process where it is not.
/// </summary>
internal abstract class WasmtimeProgram(EngineHandle engine, EpochTicker epochs, ProgramShape shape, ProgramHold hold)
    : IWasmProgram
{
    private readonly GuestPace _pace = new();
    private readonly Lock _lock = new();
    private int _users = 1;
    private bool _disposed;

    public virtual long HeldBytes => hold.Bytes;

    protected EngineHandle Engine => engine;

    protected EpochTicker Epochs => epochs;

    /// <summary>Whether nobody may run it any more.</summary>
    protected bool IsDisposed
    {
        get
        {
            lock (_lock)
            {
                return _disposed;
            }
        }
    }

    public virtual ValueTask<WasmRunResult> RunAsync(
        WasmRunRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        Enter();
        return GuestThreads.RunAsync(() => Run(request, cancellationToken), _pace);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        Leave();
    }

    /// <summary>Takes a store for a run: a new one, or one where the program was begun.</summary>
    protected abstract GuestStore Open(WasmRunRequest request, WasmtimeGuest guest);

    /// <summary>Calls the program. It may end with a <see cref="GuestExitException"/>.</summary>
    /// <returns>What the program gave; its cost and output are added.</returns>
    protected abstract WasmRunResult Call(WasmRunRequest request, GuestStore store);

    /// <summary>Frees what Wasmtime made of the program. Nobody uses it any more.</summary>
    protected abstract void Free();

    /// <summary>A use of the program, which is freed after the last one.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    protected void Enter()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _users++;
        }
    }

    protected void Leave()
    {
        lock (_lock)
        {
            if (--_users > 0)
            {
                return;
            }
        }

        Free();
        hold.Dispose();
    }

    /// <summary>Runs something of the program in a store of its own, as one run.</summary>
    protected WasmRunResult Run(WasmRunRequest request, CancellationToken cancellationToken)
    {
        // What the run began, and its guest did not wait for, ends with it.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var guest = new WasmtimeGuest(OptionsOf(request), request.Limits, request.SharedMemory, end.Token);
            epochs.Enter();
            CancellationTokenRegistration interrupt = cancellationToken.UnsafeRegister(
                static engine => ((EngineHandle)engine!).IncrementEpoch(), engine);
            try
            {
                return RunIn(request, guest, cancellationToken);
            }
            finally
            {
                interrupt.Dispose();
                epochs.Leave();
                guest.Budget.ReturnShared();
                end.Cancel();
            }
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>The result of a program that ended itself; its cost and output are added.</summary>
    protected static WasmRunResult Exited(int code) => new() { ExitCode = code, FuelConsumed = 0, PeakMemoryBytes = 0 };

    /// <summary>What a guest can reach.</summary>
    protected GuestOptions OptionsOf(WasmRunRequest request)
    {
        bool isPlugin = shape == ProgramShape.SkillPlugin;
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

    private WasmRunResult RunIn(WasmRunRequest request, WasmtimeGuest guest, CancellationToken cancellationToken)
    {
        GuestStore? store = null;
        try
        {
            store = Open(request, guest);
            WasmRunResult result = store.Run(() => RunToExit(request, store));
            return result with
            {
                StandardOutput = guest.Options.Output.ToArray(),
                StandardError = guest.Options.ErrorOutput.ToArray(),
                LimitMet = WasmtimeErrors.LimitMet(guest.Budget.Refusal),
                FuelConsumed = store.FuelConsumed,
                PeakMemoryBytes = guest.Budget.Peak,
            };
        }
        catch (SkillExecutionException failure)
        {
            SetCost(failure, store, guest);
            throw;
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw Cancelled(store, guest, exception, cancellationToken);
        }
        catch (WasmException exception)
        {
            SkillException failure = WasmtimeErrors.Running(exception, request, guest.Budget)
                ?? throw Cancelled(store, guest, exception, cancellationToken);
            SetCost(failure as SkillExecutionException, store, guest);
            throw failure;
        }
        finally
        {
            store?.Dispose();
        }
    }

    private WasmRunResult RunToExit(WasmRunRequest request, GuestStore store)
    {
        try
        {
            return Call(request, store);
        }
        catch (GuestExitException exit) when (shape == ProgramShape.SkillPlugin)
        {
            // It ended without the answer that it owes, whatever the code.
            throw new SkillFailedException(
                store.Guest.Options.ErrorOutput.ToString(),
                $"'{request.Context.SkillName}' exited with code {exit.Code}",
                exit.Code);
        }
        catch (GuestExitException exit)
        {
            return Exited(exit.Code);
        }
        finally
        {
            Wasm.Wasi.Preview1.Preview1Functions.CloseFiles(store.Guest);
            store.Guest.Resources.DropAll();
        }
    }

    private static SkillExecutionCanceledException Cancelled(
        GuestStore? store, WasmtimeGuest guest, Exception exception, CancellationToken cancellationToken) =>
        new(store?.FuelConsumed ?? 0, guest.Budget.Peak, cancellationToken, exception);

    /// <summary>A run that failed has cost something too.</summary>
    private static void SetCost(SkillExecutionException? failure, GuestStore? store, WasmtimeGuest guest)
    {
        if (failure is not null)
        {
            failure.FuelConsumed = store?.FuelConsumed ?? 0;
            failure.PeakMemoryBytes = guest.Budget.Peak;
        }

        if (failure is SkillFailedException failed)
        {
            failed.LimitMet = WasmtimeErrors.LimitMet(guest.Budget.Refusal);
        }
    }
}
