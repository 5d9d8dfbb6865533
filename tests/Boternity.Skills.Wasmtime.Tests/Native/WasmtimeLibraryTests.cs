using System.Runtime.InteropServices;
using Boternity.Skills.Wasmtime.Native;

namespace Boternity.Skills.Wasmtime.Tests.Native;

[TestFixture]
internal sealed class WasmtimeLibraryTests
{
    [Test]
    public void FindPlatformProblem_KnownSystems_HaveNone()
    {
        Assert.That(WasmtimeLibrary.FindPlatformProblem(true, true, Architecture.X64, new Version(2, 28)), Is.Null);
        Assert.That(WasmtimeLibrary.FindPlatformProblem(true, false, Architecture.Arm64, null), Is.Null);
    }

    [TestCase(true, Architecture.X64, null, "musl")]
    [TestCase(true, Architecture.X64, "2.17", "needs glibc 2.28, and this system has 2.17")]
    [TestCase(true, Architecture.S390x, "2.39", "on x64 and arm64 alone")]
    public void FindPlatformProblem_OtherSystems_SaysWhatIsMissing(
        bool isLinux, Architecture architecture, string? glibc, string expected)
    {
        string? problem = WasmtimeLibrary.FindPlatformProblem(
            true, isLinux, architecture, glibc is null ? null : new Version(glibc));

        Assert.That(problem, Does.Contain(expected).And.Contain("Wasmtime 50.0.1"));
    }

    [Test]
    public void FindPlatformProblem_UnknownSystem_SaysWhichThereAre() => Assert.That(
        WasmtimeLibrary.FindPlatformProblem(false, false, Architecture.X64, null), Does.Contain("macOS and Windows"));
}
