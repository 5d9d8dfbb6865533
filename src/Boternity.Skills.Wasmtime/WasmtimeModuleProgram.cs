using Boternity.Skills.Execution;
using Boternity.Skills.Wasm.Programs;
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
    /// <exception cref="Wasm.Hosting.GuestExitException">It says that it could not be initialised.</exception>
    protected CoreInstance Initialize(GuestStore store)
    {
        CoreInstance instance = Instantiate(store);
        if (module.HasInitialize)
        {
            instance.Call("_initialize"u8);
        }

        int code = instance.Call("init"u8);
        return code == 0 ? instance : throw new Wasm.Hosting.GuestExitException(code);
    }

    private CoreInstance Instantiate(GuestStore store)
    {
        // The memories are made in the order of the module's definitions, before its start function runs.
        store.Guest.ExportedMemoryIndex = module.MemoryIndex;
        return CoreInstance.Create(store, module);
    }
}
