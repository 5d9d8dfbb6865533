using Boternity.Skills.Execution;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Tests;

/// <summary>A record that ends up in a log says which one it is, and nothing of what it holds.</summary>
internal sealed class RecordTextTests
{
    private const string Content = "what the skill said";

    private static IEnumerable<object> Records() =>
    [
        new SkillDocument { Manifest = TestSkills.Manifest(), Body = Content },
        new SkillLogLine { Level = "info", Message = Content },
        new SkillExecutionResult { Output = Content, FuelConsumed = 1, Duration = TimeSpan.Zero, InvocationId = "run" },
        SkillHostResult.Ok(Content),
        new WasmRunResult { Answer = Content, FuelConsumed = 1, PeakMemoryBytes = 1 },
        TestSkills.Package(TestSkills.Manifest(), Content),
    ];

    [TestCaseSource(nameof(Records))]
    public void ToString_RecordWithContents_HasNoneOfThem(object record) =>
        Assert.That(record.ToString(), Does.Not.Contain(Content));
}
