using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm;
using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Execution.Sandbox;

/// <summary>A component of the world <c>skill-plugin</c>: its <c>execute</c> is called with the input.</summary>
internal sealed class SkillWorldProgram(Engine engine, TimeProvider time, LinkedComponent component) : SandboxProgram(engine, time)
{
    protected override bool ReadsInput => false;

    protected override string Run(Store store, SandboxRun run, WasmRunRequest request)
    {
        if (request.Host is null)
        {
            throw new ArgumentException("A component runs with a host.", nameof(request));
        }

        var context = new ComponentContext(store, new ComponentContextOptions { MaxHandles = MaxHandles }, run);
        try
        {
            return RunToExit(run, () =>
            {
                ComponentFunction execute = component.Instantiate(context).FindFunction(SkillWorld.Execute)!;
                ComponentValue result = execute.Call(context, null, [ComponentValue.FromString(request.Input)]);

                // A skill's error is output too.
                string text = TextLimit.Check(
                    request.Skill.Name, SkillLimitKind.Output, result.Payload.AsString(), request.Limits.MaxOutputBytes);
                return result.IsOk ? text : throw SkillFailures.Of(request.Skill.Name, text);
            });
        }
        finally
        {
            context.DropResources();
        }
    }
}
