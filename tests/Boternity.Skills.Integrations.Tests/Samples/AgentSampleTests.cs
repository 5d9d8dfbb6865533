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
}
