using System.Text.Json;
using Boternity.Skills.Execution;

namespace Boternity.Skills.Conformance.Tests;

/// <summary>Components from real toolchains answer here what they answer under another runtime.</summary>
[TestFixture(Engines.Managed)]
[TestFixture(Engines.Wasmtime)]
internal sealed class SkillWorldFixtureTests(string engine) : EngineTests(engine)
{
    private static IEnumerable<TestCaseData> Answers() => FixtureCase.Read("execute")
        .Where(c => c.Ok is not null || c.Err is not null)
        .Select(c => new TestCaseData(c).SetArgDisplayNames(c.ToString()));

    [TestCaseSource(nameof(Answers))]
    public async Task Execute_Fixture_AnswersAsElsewhere(object fixture)
    {
        var expected = (FixtureCase)fixture;
        using var host = new FixtureHost();

        Task<FixtureRun> run = Engines.RunAsync(Engine, expected.Fixture, expected.Input, host);

        if (expected.Err is { } error)
        {
            Assert.That((await Assert.ThrowsAsync<SkillFailedException>(() => run))!.Error, Is.EqualTo(error));
        }
        else
        {
            Assert.That((await run).Output, Is.EqualTo(expected.Ok));
        }

        if (expected.Log is { } log)
        {
            Assert.That(
                host.Lines.Select(line => new[] { line.Level, line.Message }),
                Is.EqualTo(log.Deserialize<string[][]>()));
        }
    }

    private static IEnumerable<TestCaseData> Traps() => FixtureCase.Read("execute")
        .Where(c => c.Trap is not null)
        .Select(c => new TestCaseData(c).SetArgDisplayNames(c.ToString()));

    [TestCaseSource(nameof(Traps))]
    public async Task Execute_FixtureThatTrapsElsewhere_TrapsHereWithABacktrace(object fixture)
    {
        var expected = (FixtureCase)fixture;

        SkillTrapException trap =
            (await Assert.ThrowsAsync<SkillTrapException>(
                () => Engines.RunAsync(Engine, expected.Fixture, expected.Input)))!;

        Assert.That(trap.Trap, Is.Not.Empty);
        Assert.That(trap.Backtrace, Is.Not.Empty);
    }

    [Test]
    public async Task Execute_JavaScript_UsesAtMostATenthOfTheUntrustedTier()
    {
        FixtureRun result = await Engines.RunAsync(
            Engine,
            "js-skill-stub-wasi.wasm",
            """{"op":"tour","steps":[{"op":"get-context"},{"op":"sum","values":[1,2,3]}]}""");

        Assert.That(result.FuelConsumed, Is.Positive.And.LessThanOrEqualTo(SkillLimits.Untrusted.MaxFuel / 10));
        Assert.That(
            result.PeakMemoryBytes, Is.Positive.And.LessThanOrEqualTo(SkillLimits.Untrusted.MaxMemoryBytes / 10));
    }

    [Test]
    public async Task Execute_ErrorOfManyLines_IsWholeInErrorAndOneShortLineInTheMessage()
    {
        string text = $"line one\n{new string('x', 5_000)}\u001b[31m";
        string input = $$"""{"op":"throw-string","message":{{System.Text.Json.JsonSerializer.Serialize(text)}}}""";

        SkillFailedException error =
            (await Assert.ThrowsAsync<SkillFailedException>(() => Engines.RunAsync(Engine, "js-skill.wasm", input)))!;

        Assert.That(error.Error, Is.EqualTo(text));
        Assert.That(error.Message, Has.Length.LessThan(1_200).And.Not.Contain("\n"));
        Assert.That(error.Message, Does.Contain("reported an error: line one x"));
    }

    [Test]
    public async Task Execute_SameInput_UsesTheSameFuelAndMemory()
    {
        FixtureRun[] runs = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Engines.RunAsync(Engine, "c-skill.wasm", "upper hello")));

        Assert.That(runs.Distinct().Count(), Is.EqualTo(1));
    }
}
