using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Managed;
using Boternity.Skills.Wasm.Programs;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Wasi.Preview1;

namespace Boternity.Skills.Execution.Managed;

/// <summary>A core module with <c>_start</c> and preview 1.</summary>
internal sealed class ManagedModuleProgram(Engine engine, Linker linker, ModuleProgram program)
    : ManagedProgram(engine, program)
{
    protected override WasmRunResult Call(WasmRunRequest request, ManagedGuest guest)
    {
        linker.Instantiate(guest.Store, program.Module).GetFunction(ProgramLoader.Start).Invoke([], []);
        return Exited(0);
    }

    protected override void Close(ManagedGuest guest) => Preview1Functions.CloseFiles(guest);
}
