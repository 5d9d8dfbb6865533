using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Wasi;

/// <summary><c>wasi:cli</c>'s imports. There is no terminal.</summary>
internal static class WasiCli
{
    public static void Define(ComponentLinker linker)
    {
        const string environment = "wasi:cli/environment@0.2.0";
        linker.DefineFunction(environment, "get-environment", (c, _) => ComponentValue.FromList([.. Wasi(c).Environment.Select(ToPair)]), "() -> list<tuple(string, string)>");
        linker.DefineFunction(environment, "get-arguments", (c, _) => ComponentValue.FromList([.. Wasi(c).Arguments.Select(ComponentValue.FromString)]), "() -> list<string>");
        linker.DefineFunction(environment, "initial-cwd", (_, _) => ComponentValue.None, "() -> option<string>");
        linker.DefineFunction("wasi:cli/exit@0.2.0", "exit", (_, a) => throw new WasiExitException(a[0].IsOk ? 0 : 1), "(result<_, _>)");
        linker.DefineFunction("wasi:cli/exit@0.2.0", "exit-with-code", (_, a) => throw new WasiExitException(a[0].AsU8()), "(u8)");
        DefineStreams(linker);
        DefineTerminals(linker);
    }

    private static void DefineStreams(ComponentLinker linker)
    {
        linker.DefineFunction("wasi:cli/stdin@0.2.0", "get-stdin", (c, _) => ComponentValue.FromResource(Wasi(c).InputStream), "() -> own");
        linker.DefineFunction("wasi:cli/stdout@0.2.0", "get-stdout", (c, _) => ComponentValue.FromResource(new WasiCaptureOutput(Wasi(c).Output)), "() -> own");
        linker.DefineFunction("wasi:cli/stderr@0.2.0", "get-stderr", (c, _) => ComponentValue.FromResource(new WasiCaptureOutput(Wasi(c).ErrorOutput)), "() -> own");
    }

    private static void DefineTerminals(ComponentLinker linker)
    {
        linker.DefineResource("wasi:cli/terminal-input@0.2.0", "terminal-input", new RuntimeResource("terminal-input"));
        linker.DefineResource("wasi:cli/terminal-output@0.2.0", "terminal-output", new RuntimeResource("terminal-output"));
        linker.DefineFunction("wasi:cli/terminal-stdin@0.2.0", "get-terminal-stdin", (_, _) => ComponentValue.None, "() -> option<own>");
        linker.DefineFunction("wasi:cli/terminal-stdout@0.2.0", "get-terminal-stdout", (_, _) => ComponentValue.None, "() -> option<own>");
        linker.DefineFunction("wasi:cli/terminal-stderr@0.2.0", "get-terminal-stderr", (_, _) => ComponentValue.None, "() -> option<own>");
    }

    private static ComponentValue ToPair(KeyValuePair<string, string> variable) =>
        ComponentValue.FromRecord(ComponentValue.FromString(variable.Key), ComponentValue.FromString(variable.Value));

    private static WasiContext Wasi(ComponentContext context) => context.GetState<IWasiState>().Wasi;
}
