using Boternity.Skills.Compilation;
using Boternity.Skills.Execution;
using Boternity.Skills.Execution.Sandbox;
using Boternity.Skills.Tests.Execution.Sandbox;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.Compilation;

/// <summary>The second form of a stub: a component that the engine runs like any other.</summary>
public sealed class StubComponentTests
{
    private readonly WasmCompiler _compiler = new(Options.Create(new WasmCompilerOptions { StubForm = SkillStubForm.Component }));

    private async Task<WasmRunResult> RunAsync(string body, string input)
    {
        WasmBinary? stub = await _compiler.CompileAsync(TestSkills.Package(TestSkills.Manifest(), body));
        Assert.That(stub!.Kind, Is.EqualTo(WasmBinaryKind.Component));
        using IWasmProgram program = await new SandboxEngine().LoadAsync(stub, new WasmLoadOptions { AllowSimd = false });
        return await program.RunAsync(new WasmRunRequest
        {
            Input = input,
            Limits = SkillLimits.Untrusted,
            Skill = FixtureRunner.Context.Skill,
            InvocationId = "stub",
            Host = new FixtureHost { Context = FixtureRunner.Context },
        });
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
        SkillPackage package = TestSkills.Package(TestSkills.Manifest(), "Body.", (SkillPackage.WasmFileName, TestSkills.EmptyModule));

        Assert.That((await _compiler.CompileAsync(package))!.Bytes.ToArray(), Is.EqualTo(TestSkills.EmptyModule));
    }
}
