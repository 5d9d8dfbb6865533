using Boternity.Skills.Compilation;
using Boternity.Skills.Execution;
using Boternity.Skills.Execution.Managed;
using Boternity.Skills.Tests.Execution.Managed;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.Compilation;

/// <summary>The second form of a stub: a component that the engine runs like any other.</summary>
public sealed class StubComponentTests
{
    private readonly WasmCompiler _compiler = new(
        Options.Create(new WasmCompilerOptions { Stub = SkillStubMode.Component }));

    private async Task<FixtureRun> RunAsync(string body, string input)
    {
        WasmBinary? stub = await _compiler.CompileAsync(TestSkills.Package(TestSkills.Manifest(), body));
        Assert.That(stub!.Kind, Is.EqualTo(WasmBinaryKind.Component));
        using IWasmProgram program = await new ManagedWasmEngine().LoadAsync(
            stub, new WasmLoadOptions { AllowSimd = false });
        using var host = new FixtureHost();
        return await FixtureRunner.RunAsync(program, FixtureRunner.Request(input, host));
    }

    private static IEnumerable<TestCaseData> Bodies() =>
    [
        new TestCaseData("", "input").SetArgDisplayNames("empty body"),
        new TestCaseData("# Grüße, 世界, 🚀\n", "").SetArgDisplayNames("empty input"),
        new TestCaseData(new string('b', 200_000), "x").SetArgDisplayNames("body of several pages"),
        new TestCaseData("short", new string('i', 1_000_000)).SetArgDisplayNames("input that makes the memory grow"),
    ];

    [TestCaseSource(nameof(Bodies))]
    public async Task Execute_OfTheStubComponent_AnswersTheBody(string body, string input) =>
        Assert.That((await RunAsync(body, input)).Output, Is.EqualTo(body));

    [Test]
    public async Task CompileAsync_ToolSkillWithItsOwnBinary_KeepsItWhateverTheForm()
    {
        SkillPackage package = TestSkills.Package(
            TestSkills.Manifest(), "Body.", (SkillPackage.WasmFileName, TestSkills.EmptyModule));

        Assert.That((await _compiler.CompileAsync(package))!.Bytes.ToArray(), Is.EqualTo(TestSkills.EmptyModule));
    }
}
