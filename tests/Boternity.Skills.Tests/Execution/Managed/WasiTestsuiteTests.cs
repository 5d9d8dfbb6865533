using System.Text;
using System.Text.Json;
using Boternity.Skills.Capabilities.Sessions;
using Boternity.Skills.Execution;
using Boternity.Skills.Execution.Managed;
using Boternity.Skills.Grants;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Tests.Execution.Managed;

/// <summary>
/// The WASI project's own suite for preview 1, from a checkout of its branch with binaries. Nothing of it is kept here;
/// docs/maintainers/conformance.md says which tests ask for what is refused.
/// </summary>
internal sealed class WasiTestsuiteTests
{
    private const string Variable = "BOTERNITY_WASI_TESTSUITE";
    private const string Folder = "testsuite/wasm32-wasip1";

    private static readonly ManagedWasmEngine Engine = new();

    private static IEnumerable<TestCaseData> Programs()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } root)
        {
            yield return new TestCaseData("").Ignore(
                $"{Variable} does not name a checkout of WebAssembly/wasi-testsuite.");
            yield break;
        }

        foreach (string language in Directory.GetDirectories(Path.Combine(root, "tests")).Order())
        {
            string folder = Path.Combine(language, Folder);
            string[] programs = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.wasm") : [];
            foreach (string program in programs.Order(StringComparer.Ordinal))
            {
                yield return new TestCaseData(program)
                    .SetArgDisplayNames($"{Path.GetFileName(language)}/{Path.GetFileNameWithoutExtension(program)}");
            }
        }
    }

    [TestCaseSource(nameof(Programs))]
    public async Task Run_OneProgramOfTheSuite_EndsAsTheSuiteSays(string program)
    {
        string description = Path.ChangeExtension(program, ".json");
        using var json = JsonDocument.Parse(File.Exists(description) ? File.ReadAllText(description) : "{}");
        JsonElement wanted = json.RootElement;
        using var host = new TestHost();
        using var scratch = new TemporaryDirectory();
        var grants = SkillGrants.None;
        if (wanted.TryGetProperty("root", out JsonElement root))
        {
            Copy(Path.Combine(Path.GetDirectoryName(program)!, root.GetString()!), scratch.Root);
            grants = grants with
            {
                Directories =
                [
                    new()
                    {
                        GuestPath = "/", HostPath = scratch.Root, Access = SkillFileAccess.Read | SkillFileAccess.Write,
                    },
                ],
            };
        }

        using SkillHostSession session = host.Open(grants);
        using IWasmProgram loaded = await Engine.LoadAsync(
            new WasmBinary { Kind = WasmBinaryKind.Module, Bytes = File.ReadAllBytes(program) });
        WasmRunRequest request = FixtureRunner.Request("", session);
        request = request with
        {
            System = request.System with
            {
                Arguments = [Path.GetFileName(program), .. Texts(wanted, "args")],
                Environment = new Variables(wanted),
            },
        };

        WasmRunResult result = await loaded.RunAsync(request);

        int code = wanted.TryGetProperty("exit_code", out JsonElement exit) ? exit.GetInt32() : 0;
        Assert.That(result.ExitCode, Is.EqualTo(code), Encoding.UTF8.GetString(result.StandardError.Span));
        if (wanted.TryGetProperty("stdout", out JsonElement output))
        {
            Assert.That(Encoding.UTF8.GetString(result.StandardOutput.Span), Is.EqualTo(output.GetString()));
        }
    }

    private static IEnumerable<string> Texts(JsonElement wanted, string name) =>
        wanted.TryGetProperty(name, out JsonElement list)
            ? list.EnumerateArray().Select(item => item.GetString()!)
            : [];

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string directory in Directory.GetDirectories(from))
        {
            Copy(directory, Path.Combine(to, Path.GetFileName(directory)));
        }

        foreach (string file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    private sealed class Variables(JsonElement wanted) : IGuestEnvironment
    {
        public IReadOnlyList<KeyValuePair<string, string>> ListVariables() =>
            wanted.TryGetProperty("env", out JsonElement variables)
                ? [.. variables.EnumerateObject().Select(
                    item => new KeyValuePair<string, string>(item.Name, item.Value.GetString()!))]
                : [];
    }
}
