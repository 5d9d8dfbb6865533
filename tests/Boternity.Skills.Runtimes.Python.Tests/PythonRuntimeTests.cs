using System.IO.Compression;
using Boternity.Skills.Scripts;

namespace Boternity.Skills.Runtimes.Python.Tests;

/// <summary>What the runtime says of itself, with an interpreter in it and without.</summary>
public sealed class PythonRuntimeTests
{
    [Test]
    public async Task Runtime_WithInterpreter_HasModuleAndLibrary()
    {
        PythonBench.RequireRuntime();
        var runtime = new PythonRuntime();

        WasmBinary module = await runtime.ReadModuleAsync();

        Assert.That(runtime.Version, Does.Match(@"^3\.13\.\d+$"));
        Assert.That(module.Bytes.Span[..4].ToArray(), Is.EqualTo("\0asm"u8.ToArray()));
        string[] mounts = [.. runtime.Mounts.Select(static mount => mount.GuestPath)];
        Assert.That(mounts[..3], Is.EqualTo(new[] { "/", PythonRuntime.LibraryPath, "/usr/share/zoneinfo" }));
        Assert.That(mounts[3..], Is.All.StartsWith("/usr/share/zoneinfo/"));
        Assert.That(runtime.Mounts[1].Files.Single().Path, Is.EqualTo("python313.zip"));
    }

    [Test]
    public void Assembly_CompressedAsInItsPackage_HasTenMegabytesAtMost()
    {
        PythonBench.RequireRuntime();
        using var archive = new MemoryStream();
        using (var packed = new DeflateStream(archive, CompressionLevel.Optimal, leaveOpen: true))
        using (FileStream file = File.OpenRead(typeof(PythonRuntime).Assembly.Location))
        {
            file.CopyTo(packed);
        }

        Assert.That(archive.Length, Is.InRange(5_000_000, 10_000_000));
    }

    [Test]
    public async Task Runtime_WithoutInterpreter_SaysHowToBuildOne()
    {
        if (PythonRuntime.IsIncluded)
        {
            Assert.Ignore("This build has an interpreter; one without it says how to build it.");
        }

        ScriptRuntimeException error = (await Assert.ThrowsAsync<ScriptRuntimeException>(
            async () => await new PythonRuntime().ReadModuleAsync()))!;

        Assert.That(error.Message, Does.Contain("build/runtimes/build.sh python"));
    }

    [Test]
    public void GetArguments_ScriptAndAnalysis_AreThoseOfPython()
    {
        var runtime = new PythonRuntime();

        Assert.That(
            runtime.GetArguments("/skill/scripts/a.py", ["x"]),
            Is.EqualTo(new[] { "python3", "/skill/scripts/a.py", "x" }));
        Assert.That(
            runtime.GetAnalysisArguments(["/skill/a.py", "/skill/b.py"]),
            Is.EqualTo(new[] { "python3", "-m", "boternity_analyze", "/skill/a.py", "/skill/b.py" }));
    }
}
