using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Execution.Sandbox;

/// <summary>A core module with <c>_start</c> and preview 1: the input is its standard input, its standard output the result.</summary>
internal sealed class ModuleProgram(Engine engine, TimeProvider time, Linker linker, Module module) : SandboxProgram(engine, time)
{
    public const string Start = "_start";

    protected override bool ReadsInput => true;

    protected override string Run(Store store, SandboxRun run, WasmRunRequest request)
    {
        try
        {
            return RunToExit(run, () =>
            {
                linker.Instantiate(store, module).GetFunction(Start).Invoke([], []);
                return Exited(run, 0);
            });
        }
        finally
        {
            run.Wasi.Files.CloseAll();
        }
    }

    protected override string Exited(SandboxRun run, int code) => run.Output(code);
}
