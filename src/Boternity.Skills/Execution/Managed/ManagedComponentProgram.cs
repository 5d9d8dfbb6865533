using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Managed;
using Boternity.Skills.Wasm.Programs;
using Boternity.Skills.Wasm.SkillWorld;

namespace Boternity.Skills.Execution.Managed;

/// <summary>A component: of the world <c>skill-plugin</c>, or a command of WASI.</summary>
internal sealed class ManagedComponentProgram(Engine engine, ComponentProgram program) : ManagedProgram(engine, program)
{
    /// <summary>How many resources of the host's one run may hold.</summary>
    private const int MaxHandles = 10_000;

    private static readonly GuestState<ComponentContext> Contexts = new(static guest => new ComponentContext(
        ((ManagedGuest)guest).Store, new ComponentContextOptions { MaxHandles = MaxHandles }, guest));

    protected override WasmRunResult Call(WasmRunRequest request, ManagedGuest guest)
    {
        ComponentContext context = Contexts.Of(guest);
        ComponentInstance instance = program.Linked.Instantiate(context);
        return program.Shape == ProgramShape.SkillPlugin
            ? Execute(request, context, instance)
            : Run(context, instance);
    }

    protected override void Close(ManagedGuest guest) => Contexts.Find(guest)?.DropResources();

    private static WasmRunResult Execute(WasmRunRequest request, ComponentContext context, ComponentInstance instance)
    {
        ComponentFunction execute = instance.FindFunction(SkillHostInterface.Execute)!;
        ComponentValue input = ComponentValue.FromUtf8(request.System.StandardInput);
        ComponentValue result = execute.Call(context, null, [input]);

        // A skill's error is output too.
        string text = TextLimit.Check(
            request.Context.SkillName, SkillLimitKind.Output, result.Payload.AsString(), request.Limits.MaxOutputBytes);
        return Exited(result.IsOk ? 0 : 1) with { Answer = text };
    }

    private static WasmRunResult Run(ComponentContext context, ComponentInstance instance)
    {
        ComponentFunction command =
            instance.FindFunction(ProgramLoader.CommandInterface, ProgramLoader.CommandFunction)!;
        return Exited(command.Call(context, null, []).IsOk ? 0 : 1);
    }
}
