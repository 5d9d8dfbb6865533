using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Wasi.Io;

namespace Boternity.Skills.Wasm.Wasi.Cli;

/// <summary><c>wasi:cli</c>'s imports. There is no terminal.</summary>
internal static class WasiCli
{
    private const string Environment = "wasi:cli/environment@0.2.0";
    private const string Exit = "wasi:cli/exit@0.2.0";
    public static void Define(HostDefinitions definitions)
    {
        definitions.Function(Environment, "get-environment", GetEnvironment, "() -> list<tuple(string, string)>");
        definitions.Function(Environment, "get-arguments", GetArguments, "() -> list<string>");
        definitions.Function(Environment, "initial-cwd", (_, _) => ComponentValue.None, "() -> option<string>");
        definitions.Function(Exit, "exit", (_, a) => throw new GuestExitException(a[0].IsOk ? 0 : 1), "(result<_, _>)");
        definitions.Function(Exit, "exit-with-code", (_, a) => throw new GuestExitException(a[0].AsU8()), "(u8)");
        DefineStreams(definitions);
        DefineTerminals(definitions);
    }

    private static void DefineStreams(HostDefinitions definitions)
    {
        definitions.Function(
            "wasi:cli/stdin@0.2.0",
            "get-stdin",
            (guest, _) => ComponentValue.FromResource(new WasiStandardInputStream(guest)),
            "() -> own<input-stream>");
        definitions.Function(
            "wasi:cli/stdout@0.2.0",
            "get-stdout",
            (guest, _) => ComponentValue.FromResource(new WasiCaptureOutput(guest, guest.Options.Output)),
            "() -> own<output-stream>");
        definitions.Function(
            "wasi:cli/stderr@0.2.0",
            "get-stderr",
            (guest, _) => ComponentValue.FromResource(new WasiCaptureOutput(guest, guest.Options.ErrorOutput)),
            "() -> own<output-stream>");
    }

    private static void DefineTerminals(HostDefinitions definitions)
    {
        definitions.Resource("wasi:cli/terminal-input@0.2.0", "terminal-input");
        definitions.Resource("wasi:cli/terminal-output@0.2.0", "terminal-output");
        foreach (string stream in new[] { "stdin", "stdout", "stderr" })
        {
            string resource = stream == "stdin" ? "terminal-input" : "terminal-output";
            definitions.Function(
                $"wasi:cli/terminal-{stream}@0.2.0",
                $"get-terminal-{stream}",
                (_, _) => ComponentValue.None,
                $"() -> option<own<{resource}>>");
        }
    }

    private static ComponentValue GetEnvironment(Guest guest, ReadOnlySpan<ComponentValue> arguments) =>
        ComponentValue.FromList([.. guest.Environment.Select(variable => ComponentValue.FromRecord(
            ComponentValue.FromString(variable.Key), ComponentValue.FromString(variable.Value)))]);

    private static ComponentValue GetArguments(Guest guest, ReadOnlySpan<ComponentValue> arguments) =>
        ComponentValue.FromList([.. guest.System.Arguments.Select(ComponentValue.FromString)]);
}
