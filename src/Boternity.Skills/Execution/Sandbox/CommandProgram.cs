using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm;
using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Execution.Sandbox;

/// <summary>A component that exports <c>wasi:cli/run</c>: the input is its standard input, its standard output the result.</summary>
internal sealed class CommandProgram(Engine engine, TimeProvider time, LinkedComponent component) : SandboxProgram(engine, time)
{
    public const string Interface = "wasi:cli/run@0.2.0";
    public const string Function = "run";
    public const string Shape = "() -> result<_, _>";

    protected override bool ReadsInput => true;

    protected override string Run(Store store, SandboxRun run, WasmRunRequest request)
    {
        var context = new ComponentContext(store, new ComponentContextOptions { MaxHandles = MaxHandles }, run);
        try
        {
            return RunToExit(run, () =>
            {
                ComponentFunction command = component.Instantiate(context).FindFunction(Interface, Function)!;
                return Exited(run, command.Call(context, null, []).IsOk ? 0 : 1);
            });
        }
        finally
        {
            context.DropResources();
        }
    }

    protected override string Exited(SandboxRun run, int code) => run.Output(code);
}
