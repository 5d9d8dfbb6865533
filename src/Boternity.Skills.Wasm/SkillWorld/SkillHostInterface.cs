using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.SkillWorld;

/// <summary>
/// The functions of interface <c>host</c>, package <c>boternity:skill</c> (wit/boternity-skill.wit), over a run's
/// <see cref="ISkillHost"/>.
/// </summary>
internal static class SkillHostInterface
{
    public const string Name = "boternity:skill/host";

    /// <summary>What a component of the world <c>skill-plugin</c> exports.</summary>
    public const string Execute = "execute";

    /// <summary>The type of <see cref="Execute"/>.</summary>
    public const string ExecuteShape = "(string) -> result<string, string>";

    private const string TextResult = "result<string, string>";

    public static void Define(HostDefinitions definitions)
    {
        definitions.Function(Name, "get-context", GetContext, "() -> record(string, string, string, string)");
        definitions.Function(Name, "recall-memory", RecallMemory, "(string, u32) -> list<string>");
        definitions.Function(
            Name,
            "http-get",
            static (guest, a) => Answer(Wait(Host(guest).HttpGetAsync(a[0].AsString(), guest.CancellationToken))),
            $"(string) -> {TextResult}");
        definitions.Function(
            Name,
            "http-post",
            static (guest, a) =>
                Answer(Wait(Host(guest).HttpPostAsync(a[0].AsString(), a[1].AsString(), guest.CancellationToken))),
            $"(string, string) -> {TextResult}");
        definitions.Function(
            Name, "read-file", static (
                guest, a) => Answer(Host(guest).ReadFile(a[0].AsString())), $"(string) -> {TextResult}");
        definitions.Function(
            Name,
            "write-file",
            static (guest, a) => AnswerWithoutText(Host(guest).WriteFile(a[0].AsString(), a[1].AsString())),
            "(string, string) -> result<_, string>");
        definitions.Function(
            Name,
            "get-secret",
            static (guest, a) => Answer(Wait(Host(guest).GetSecretAsync(a[0].AsString(), guest.CancellationToken))),
            $"(string) -> {TextResult}");
        definitions.Function(
            Name,
            "read-env",
            static (guest, a) => Answer(Host(guest).ReadEnvironment(a[0].AsString())),
            $"(string) -> {TextResult}");
        definitions.Function(Name, "log", Log, "(string, string)");
    }

    private static ISkillHost Host(Guest guest) =>
        guest.Options.SkillHost ?? throw new WasmTrapException(
            TrapCode.Host, $"{Name} was called, but the run has no host");

    // A guest has one thread, and it waits.
    private static T Wait<T>(ValueTask<T> task) =>
        task.IsCompletedSuccessfully ? task.Result : task.AsTask().GetAwaiter().GetResult();

    private static ComponentValue GetContext(Guest guest, ReadOnlySpan<ComponentValue> arguments)
    {
        GuestIdentity identity = guest.Options.Identity
            ?? throw new WasmTrapException(TrapCode.Host, $"{Name} was called, but the run has no identity");
        return ComponentValue.FromRecord(
            ComponentValue.FromString(identity.BotName),
            ComponentValue.FromString(identity.BotSlug),
            ComponentValue.FromString(identity.SkillName),
            ComponentValue.FromString(identity.InvocationId));
    }

    private static ComponentValue RecallMemory(Guest guest, ReadOnlySpan<ComponentValue> arguments)
    {
        IReadOnlyList<string> memories = Wait(
            Host(guest).RecallMemoryAsync(arguments[0].AsString(), arguments[1].AsU32(), guest.CancellationToken));
        return ComponentValue.FromList([.. memories.Select(ComponentValue.FromString)]);
    }

    private static ComponentValue Log(Guest guest, ReadOnlySpan<ComponentValue> arguments)
    {
        Host(guest).Log(arguments[0].AsString(), arguments[1].AsString());
        return ComponentValue.None;
    }

    private static ComponentValue Answer(SkillHostResult result)
    {
        ComponentValue text = ComponentValue.FromString(result.Text);
        return result.IsError ? ComponentValue.Error(text) : ComponentValue.Ok(text);
    }

    private static ComponentValue AnswerWithoutText(SkillHostResult result) =>
        result.IsError ? ComponentValue.Error(ComponentValue.FromString(result.Text)) : ComponentValue.Ok();
}
