using Boternity.Skills.Execution;
using Boternity.Skills.Wasm;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Programs;
using Boternity.Skills.Wasm.Wasi.Preview1;
using Boternity.Skills.Wasmtime.Modules;
using Boternity.Skills.Wasmtime.Running;

namespace Boternity.Skills.Wasmtime;

/// <summary>
/// A core module with preview 1: a program with <c>_start</c>, or a script runtime that is initialised as part of its
/// run.
/// </summary>
internal class WasmtimeModuleProgram(
    EngineHandle engine, EpochTicker epochs, ProgramShape shape, PreparedModule module, ProgramHold hold)
    : WasmtimeProgram(engine, epochs, shape, hold)
{
    private readonly ProgramShape _shape = shape;

    protected PreparedModule Module => module;

    protected override GuestStore Open(WasmRunRequest request, WasmtimeGuest guest) =>
        new(Engine, guest, request.Limits, module.Charges);

    protected override WasmRunResult Call(WasmRunRequest request, GuestStore store)
    {
        if (_shape == ProgramShape.Preview1Runtime)
        {
            return RunScript(Initialize(store));
        }

        Instantiate(store).Call("_start"u8);
        return Exited(0);
    }

    protected override void Free() => module.Dispose();

    /// <summary>Runs the script that the guest was given.</summary>
    protected static WasmRunResult RunScript(CoreInstance instance) => Exited(instance.Call("run"u8));

    /// <summary>Makes an instance of a script runtime and initialises it.</summary>
    /// <exception cref="GuestExitException">It says that it could not be initialised.</exception>
    protected CoreInstance Initialize(GuestStore store)
    {
        CoreInstance instance = Instantiate(store);
        if (module.HasInitialize)
        {
            instance.Call("_initialize"u8);
        }

        int code = instance.Call("init"u8);
        return code == 0 ? instance : throw new GuestExitException(code);
    }

    /// <summary>
    /// Makes an instance of a script runtime and initialises it, for whichever run comes next: nobody's token ends it,
    /// and nothing of any run is in it.
    /// </summary>
    protected GuestStore Begin(WasmRunRequest request, WasmInitialization initialization)
    {
        WasmRunRequest begun = request with
        {
            System = initialization.System,
            Limits = initialization.Limits,
            Host = null,
            ScriptHost = null,
            OnOutput = null,
            SharedMemory = null,
        };
        var guest = new WasmtimeGuest(OptionsOf(begun), begun.Limits, null, CancellationToken.None);
        GuestStore? store = null;
        bool isDone = false;
        Epochs.Enter();
        try
        {
            store = new GuestStore(Engine, guest, begun.Limits, module.Charges);
            store.Begun = store.Run(() => Initialize(store));
            isDone = true;
            return store;
        }
        catch (GuestExitException exit)
        {
            string error = guest.Options.ErrorOutput.ToString().Trim();
            throw new SkillExecutionException(
                SkillErrorCodes.ExecutionEngineFailed,
                $"The script runtime could not be initialised: exit code {exit.Code}. {error}".TrimEnd(),
                exit);
        }
        catch (WasmException exception)
        {
            throw WasmtimeErrors.Running(exception, begun, guest.Budget)
                ?? new SkillExecutionException(SkillErrorCodes.ExecutionEngineFailed, exception.Message, exception);
        }
        finally
        {
            Epochs.Leave();
            Preview1Functions.CloseFiles(guest);
            if (!isDone)
            {
                store?.Dispose();
            }
        }
    }

    /// <summary>Makes an instance.</summary>
    protected CoreInstance Instantiate(GuestStore store)
    {
        // The memories are made in the order of the module's definitions, before its start function runs.
        store.Guest.ExportedMemoryIndex = module.MemoryIndex;
        store.Guest.Image ??= module.Runtime?.Memory;
        return CoreInstance.Create(store, module);
    }
}
