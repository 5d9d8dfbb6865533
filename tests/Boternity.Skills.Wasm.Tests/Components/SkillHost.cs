using System.Text.Json;
using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Tests.Components;

/// <summary>The host that <c>expected.json</c> describes, as the fixtures' README tells it.</summary>
internal static class SkillHost
{
    private const string Interface = "boternity:skill/host";

    public static readonly JsonElement Expected = Read("expected.json");

    public static readonly JsonElement Hostile = Read("hostile.json");

    public static readonly ComponentLinker Linker = NewLinker(Expected.GetProperty("host"));

    private static JsonElement Read(string name) =>
        JsonDocument.Parse(File.ReadAllText(Repository.PathOf("tests", "fixtures", name))).RootElement;

    private static ComponentLinker NewLinker(JsonElement host)
    {
        string[] names = ["botName", "botSlug", "skillName", "invocationId"];
        ComponentValue context = ComponentValue.FromRecord(
            [
                .. names.Select(
                    name => ComponentValue.FromString(host.GetProperty("context").GetProperty(name).GetString()!)),
            ]);
        string[] memories = [.. host.GetProperty("memories").EnumerateArray().Select(m => m.GetString()!)];
        const string fetch = "(string) -> result<string, string>";
        return new ComponentLinker()
            .DefineFunction(Interface, "get-context", (_, _) => context, "() -> record(string, string, string, string)")
            .DefineFunction(
                Interface,
                "recall-memory",
                (_, a) => Recall(memories, a[0].AsString(), a[1].AsU32()),
                "(string, u32) -> list<string>")
            .DefineFunction(Interface, "http-get", (_, a) => Find(host, "http", a[0].AsString(), "no answer"), fetch)
            .DefineFunction(
                Interface,
                "http-post",
                (_, a) => Post(host, a[0].AsString(), a[1].AsString()),
                "(string, string) -> result<string, string>")
            .DefineFunction(
                Interface, "read-file", (_, a) => Find(host, "files", a[0].AsString(), "no such file"), fetch)
            .DefineFunction(
                Interface, "write-file", (_, a) => Write(a[0].AsString()), "(string, string) -> result<_, string>")
            .DefineFunction(
                Interface, "get-secret", (_, a) => Find(host, "secrets", a[0].AsString(), "no such secret"), fetch)
            .DefineFunction(
                Interface, "read-env", (_, a) => Find(host, "environment", a[0].AsString(), "no such variable"), fetch)
            .DefineFunction(Interface, "log", (c, a) => Log(c, a[0].AsString(), a[1].AsString()), "(string, string)");
    }

    private static ComponentValue Recall(string[] memories, string query, uint limit) =>
        ComponentValue.FromList(
        [
            .. memories.Where(m => m.Contains(query, StringComparison.Ordinal))
                .Take((int)Math.Min(limit, 100))
                .Select(ComponentValue.FromString),
        ]);

    private static ComponentValue Find(JsonElement host, string table, string name, string otherwise) =>
        host.GetProperty(table).TryGetProperty(name, out JsonElement found)
            ? ComponentValue.Ok(ComponentValue.FromString(found.GetString()!))
            : ComponentValue.Error(ComponentValue.FromString($"{otherwise}: {name}"));

    private static ComponentValue Post(JsonElement host, string url, string body)
    {
        ComponentValue found = Find(host, "http", url, "no answer");
        return found.IsOk ? ComponentValue.Ok(ComponentValue.FromString(found.Payload.AsString() + body)) : found;
    }

    private static ComponentValue Write(string path) => path.StartsWith("out/", StringComparison.Ordinal)
        ? ComponentValue.Ok()
        : ComponentValue.Error(ComponentValue.FromString($"not below out/: {path}"));

    private static ComponentValue Log(ComponentContext context, string level, string message)
    {
        if (context.State is List<(string, string)> { Count: < 1000 } lines)
        {
            lines.Add((level, message));
        }

        return default;
    }
}
