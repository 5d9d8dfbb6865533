using System.Diagnostics;
using System.Text.Json;
using Boternity.Skills.Integrations.Tests.Tool;
using Boternity.Skills.Runtimes.Python;

namespace Boternity.Skills.Integrations.Tests.Samples;

public sealed class AgentSampleTests
{
    [Test]
    public async Task Sample_WithoutAnEndpoint_FindsAsksInstallsAndUses()
    {
        (int code, string output, string error) = await ToolProcess.RunAssemblyAsync(
            ToolProcess.Built("samples/Agent", "Agent.dll"), AppContext.BaseDirectory, null);

        Assert.That(code, Is.Zero, error);
        Assert.That(output, Does.Contain("Install this skill?").And.Contain("granted nothing"));
        Assert.That(output, Does.Contain("Added: a search box.").And.Contain("GOOD MORNING"));
        Assert.That(
            output,
            PythonRuntime.IsIncluded
                ? Does.Contain("fixed: 2, added: 1")
                : Does.Contain("No Python in this build").And.Contain("build/runtimes/build.sh"));
    }

    [Test]
    public async Task Sample_WithAnEndpoint_AsksItAsOpenAIsProtocolSays()
    {
        using var server = new ModelEndpoint("Good morning from the endpoint.");
        var start = new ProcessStartInfo("dotnet", [ToolProcess.Built("samples/Agent", "Agent.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["BOTERNITY_AGENT_ENDPOINT"] = $"http://KEY@127.0.0.1:{server.Port}/v1#some-model";
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.That(process.ExitCode, Is.Zero, await error);
        Assert.That(output, Does.Contain("> Find a skill").And.Contain("Good morning from the endpoint."));
        Assert.That(server.Requests, Is.Not.Empty);
        (string path, string? authorization, JsonElement body) = server.Requests.First();
        Assert.That((path, authorization), Is.EqualTo(("/v1/chat/completions", "Bearer KEY")));
        Assert.That(body.GetProperty("model").GetString(), Is.EqualTo("some-model"));
        Assert.That(
            body.GetProperty("tools").EnumerateArray()
                .Select(static tool => tool.GetProperty("function").GetProperty("parameters").GetProperty("type"))
                .Select(static type => type.GetString()),
            Is.Not.Empty.And.All.EqualTo("object"));
    }
}
