using System.Text;
using Boternity.Skills.Execution;
using Boternity.Skills.Scripts;
using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Scripts;

/// <summary>Requests of a script that means no good.</summary>
internal sealed class ScriptHostTests
{
    private const int TooLarge = -2;

    [TestCase("{\"function\":\"recall-memory\",\"arguments\":[\"x\",\"99999999999\"]}")]
    [TestCase("{\"function\":\"recall-memory\",\"arguments\":[\"x\",\"-1\"]}")]
    [TestCase("{\"function\":\"recall-memory\",\"arguments\":[\"x\",\"\"]}")]
    [TestCase("{\"function\":1}")]
    [TestCase("{\"function\":\"log\",\"arguments\":\"x\"}")]
    [TestCase("[]")]
    [TestCase("{\"function\":\"\\ud800\"}")]
    public async Task Ask_ForWhatTheHostCannotRead_IsAnsweredAsInvalid(string header) =>
        Assert.That(await CallAsync(3, Encoding.UTF8.GetBytes(header), 0), Is.GreaterThan(0));

    [TestCase("{\"method\":\"GET\",\"url\":\"https://a.example\",\"headers\":[[\"one\"]]}")]
    [TestCase("{\"method\":\"GET\",\"url\":\"https://a.example\",\"headers\":[[]]}")]
    [TestCase("{\"method\":\"GET\",\"url\":\"https://a.example\",\"maxRedirects\":99999999999}")]
    [TestCase("{\"method\":\"GET\",\"url\":\"https://a.example\",\"timeoutMs\":1e999}")]
    public async Task Send_OfWhatTheHostCannotRead_IsAnsweredAsInvalid(string header) =>
        Assert.That(await CallAsync(1, Encoding.UTF8.GetBytes(header), 0), Is.GreaterThan(0));

    // What JSON is read into takes many times its bytes.
    [TestCase((1 << 20) + 1, TooLarge)]
    [TestCase(4 << 20, TooLarge)]
    public async Task Call_WithAnEndlessHeader_IsRefusedBeforeItIsRead(int length, int answer) =>
        Assert.That(await CallAsync(3, [], length), Is.EqualTo(answer));

    [Test]
    public async Task Call_WithALargeHeader_ChargesWhatReadingItTakes()
    {
        var options = new SkillScriptOptions
        {
            Limits = SkillLimits.Untrusted with { MaxMemoryBytes = 32 << 20 },
        };

        SkillLimitExceededException error = (await Assert.ThrowsAsync<SkillLimitExceededException>(
            () => CallAsync(3, [], 1 << 20, options)))!;

        Assert.That(error.Kind, Is.EqualTo(SkillLimitKind.Memory));
    }

    // A script that makes one call, with a request at address 0, and tells what the call gives.
    private static async Task<int> CallAsync(
        int operation, byte[] request, int length, SkillScriptOptions? options = null)
    {
        var writer = new ModuleWriter();
        int call = writer.ImportFunction(
            "boternity:script/host",
            "call",
            writer.Type([ValType.I32, ValType.I32, ValType.I32], [ValType.I32]));
        writer.Memory(80);
        writer.Export("memory", ExternKind.Memory, 0);
        writer.Data(0, request);
        writer.ExportedFunction("init", [ValType.I32], code => code.I32(0));
        writer.ExportedFunction(
            "run",
            [ValType.I32],
            code => code.I32(operation).I32(0).I32(Math.Max(length, request.Length)).Op(Opcode.Call, call));
        using var bench = new ScriptBench(builder => builder.AddScriptRuntime(new WasiScriptRuntime
        {
            Name = "caller",
            Version = "1",
            Language = "call",
            FileExtensions = [".call"],
            Module = writer.ToArray(),
            Mounts = [],
        }));
        InstalledSkill skill = await bench.InstallAsync(("scripts/main.call", "x"));
        return (await bench.Executor.ExecuteScriptAsync(skill, "scripts/main.call", options)).ExitCode;
    }
}
