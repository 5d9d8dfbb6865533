using Boternity.Skills.Integrations.Tests.Tool;
using Boternity.Skills.Runtimes.JavaScript;
using Boternity.Skills.Runtimes.Python;

namespace Boternity.Skills.Integrations.Tests.Samples;

public sealed class ScriptsSampleTests
{
    [Test]
    public async Task Sample_RunsTwoScriptsAndIsRefusedTheThird()
    {
        (int code, string output, string error) = await ToolProcess.RunAssemblyAsync(
            ToolProcess.Built("samples/Scripts", "Scripts.dll"), AppContext.BaseDirectory, null);

        Assert.That(code, Is.Zero, error);
        if (!PythonRuntime.IsIncluded || !JavaScriptRuntime.IsIncluded)
        {
            Assert.That(output, Does.Contain("bash build/runtimes/build.sh"));
            return;
        }

        string[] parts = output.Split("\n\n");
        Assert.That(parts, Has.Length.EqualTo(4), output);
        Assert.That(parts[0], Does.Contain("scripts/thumbnail.py").And.Contain("Pillow"), "what the approver sees");
        Assert.That(parts[1], Does.Contain("440.50").And.Contain("exit code 0; wrote summary.json"));
        Assert.That(parts[2], Does.Contain("west").And.Contain("exit code 0"));
        Assert.That(parts[3], Does.Contain("BSK6103").And.Contain("Pillow").And.Not.Contain("exit code"));
    }
}
