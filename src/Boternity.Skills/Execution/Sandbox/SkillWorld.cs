using Boternity.Skills.Capabilities;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Execution.Sandbox;

/// <summary>The functions of interface <c>host</c>, package <c>boternity:skill</c>: wit/boternity-skill.wit.</summary>
internal static class SkillWorld
{
    public const string Interface = "boternity:skill/host";
    public const string Execute = "execute";
    public const string ExecuteShape = "(string) -> result<string, string>";

    private const string TextResult = "result<string, string>";

    public static void Define(ComponentLinker linker)
    {
        Define(linker, "get-context", "() -> record(string, string, string, string)", static (run, _) => GetContext(run));
        Define(linker, "recall-memory", "(string, u32) -> list<string>", static (run, arguments) => RecallMemory(run, arguments));
        Define(linker, "http-get", $"(string) -> {TextResult}", static (run, arguments) =>
            Answer(SandboxRun.Wait(run.Host.HttpGetAsync(arguments[0].AsString(), run.CancellationToken))));
        Define(linker, "http-post", $"(string, string) -> {TextResult}", static (run, arguments) =>
            Answer(SandboxRun.Wait(run.Host.HttpPostAsync(arguments[0].AsString(), arguments[1].AsString(), run.CancellationToken))));
        Define(linker, "read-file", $"(string) -> {TextResult}", static (run, arguments) =>
            Answer(run.Host.ReadFile(arguments[0].AsString())));
        Define(linker, "write-file", "(string, string) -> result<_, string>", static (run, arguments) =>
            AnswerWithoutText(run.Host.WriteFile(arguments[0].AsString(), arguments[1].AsString())));
        Define(linker, "get-secret", $"(string) -> {TextResult}", static (run, arguments) =>
            Answer(SandboxRun.Wait(run.Host.GetSecretAsync(arguments[0].AsString(), run.CancellationToken))));
        Define(linker, "read-env", $"(string) -> {TextResult}", static (run, arguments) =>
            Answer(run.Host.ReadEnvironment(arguments[0].AsString())));
        Define(linker, "log", "(string, string)", static (run, arguments) =>
        {
            run.Host.Log(arguments[0].AsString(), arguments[1].AsString());
            return ComponentValue.None;
        });
    }

    private delegate ComponentValue HostFunction(SandboxRun run, ReadOnlySpan<ComponentValue> arguments);

    private static void Define(ComponentLinker linker, string name, string shape, HostFunction function) =>
        linker.DefineFunction(Interface, name, (context, arguments) => function(context.GetState<SandboxRun>(), arguments), shape);

    private static ComponentValue GetContext(SandboxRun run)
    {
        SkillContext context = run.Host.Context;
        return ComponentValue.FromRecord(
            ComponentValue.FromString(context.BotName),
            ComponentValue.FromString(context.BotSlug),
            ComponentValue.FromString(context.SkillName),
            ComponentValue.FromString(context.InvocationId));
    }

    private static ComponentValue RecallMemory(SandboxRun run, ReadOnlySpan<ComponentValue> arguments)
    {
        IReadOnlyList<string> memories =
            SandboxRun.Wait(run.Host.RecallMemoryAsync(arguments[0].AsString(), arguments[1].AsU32(), run.CancellationToken));
        return ComponentValue.FromList([.. memories.Select(ComponentValue.FromString)]);
    }

    private static ComponentValue Answer(SkillHostResult result)
    {
        ComponentValue text = ComponentValue.FromString(result.Text);
        return result.IsError ? ComponentValue.Error(text) : ComponentValue.Ok(text);
    }

    private static ComponentValue AnswerWithoutText(SkillHostResult result) =>
        result.IsError ? ComponentValue.Error(ComponentValue.FromString(result.Text)) : ComponentValue.Ok();
}
