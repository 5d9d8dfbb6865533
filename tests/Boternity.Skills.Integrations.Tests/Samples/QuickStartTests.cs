using Boternity.Skills.Integrations.Tests.Tool;
using Boternity.Skills.Runtimes.JavaScript;
using Boternity.Skills.Runtimes.Python;

namespace Boternity.Skills.Integrations.Tests.Samples;

public sealed class QuickStartTests
{
    private const int MaxLines = 40;
    private const int MaxColumns = 80;

    private static bool HasInterpreters => PythonRuntime.IsIncluded && JavaScriptRuntime.IsIncluded;

    [Test]
    public async Task Sample_OnWasmtime_DoesTheTour()
    {
        (int code, string output, string error) = await ToolProcess.RunAssemblyAsync(
            ToolProcess.Built("samples/QuickStart", "QuickStart.dll"),
            AppContext.BaseDirectory,
            null,
            "--engine",
            "wasmtime");
        if (error.Contains("Wasmtime cannot be used", StringComparison.Ordinal))
        {
            Assert.Ignore($"Wasmtime cannot be used here: {error}");
        }

        Assert.That(code, Is.Zero, error);
        Assert.That(output, Does.Contain("1 allowed, 0 denied").And.Contain("0 allowed, 1 denied"));
        Assert.That(output, Does.Contain("engine wasmtime"));
    }

    [Test]
    public async Task Sample_WithoutANetwork_FitsAScreenAndEndsWithTheNextStep()
    {
        (int code, string output, string error) = await ToolProcess.RunAssemblyAsync(
            ToolProcess.Built("samples/QuickStart", "QuickStart.dll"), AppContext.BaseDirectory, null);
        string[] lines = output.TrimEnd().Split('\n');

        Assert.That(code, Is.Zero, error);
        Assert.That(lines, Has.Length.AtMost(MaxLines));
        Assert.That(lines.Where(line => line.Length > MaxColumns), Is.Empty);
        Assert.That(output, Does.Contain("read_file /notes").And.Contain("1 allowed, 0 denied"));
        Assert.That(output, Does.Contain("http_get").And.Contain("0 allowed, 1 denied"));
        Assert.That(output, Does.Contain("each bound to the one before"));
        Assert.That(
            lines[^4],
            Does.StartWith(HasInterpreters
                ? "Done: 3 skills installed, 1 executed, 2 scripts run"
                : "Done: 2 skills installed, 1 executed"));
        Assert.That(
            output,
            HasInterpreters
                ? Does.Contain("summarize.py: 3 regions, 400.50 in all").And.Contain("chart.js: west")
                    .And.Contain("BSK6103: scripts/thumbnail.py cannot run").And.Contain("Pillow")
                : Does.Contain("bash build/runtimes/build.sh"));
        Assert.That(lines[^3], Does.StartWith("Next: "));
    }
}
