using System.Text.Json;
using Boternity.Skills.Execution;

namespace Boternity.Skills.Conformance.Tests;

/// <summary>Skills that mean harm: each is stopped with the right error, and the process goes on.</summary>
[TestFixture(Engines.Managed)]
[TestFixture(Engines.Wasmtime)]
internal sealed class HostileFixtureTests(string engine) : EngineTests(engine)
{
    private static readonly SkillLimits Limits = SkillLimits.Untrusted with { MaxFuel = 100_000_000 };

    private static IEnumerable<TestCaseData> Cases()
    {
        using JsonDocument document = JsonDocument.Parse(
            File.ReadAllText(Repository.PathOf("tests/fixtures/hostile.json")));
        foreach (JsonElement line in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            string fixture = line.GetProperty("fixture").GetString()!;
            string input = line.GetProperty("input").GetString()!;
            yield return new TestCaseData(
                fixture, input, line.GetProperty("expect").GetString(), line.GetProperty("about").GetString())
                .SetArgDisplayNames(fixture, input.Length > 20 ? input[..20] : input);
        }
    }

    [TestCaseSource(nameof(Cases))]
    public async Task Run_OfAHostileSkill_EndsAsItMust(string fixture, string input, string expected, string about)
    {
        Exception? error = null;
        try
        {
            FixtureRun result = await Engines.RunAsync(Engine, fixture, input, limits: Limits);
            Assert.That(result.PeakMemoryBytes, Is.LessThanOrEqualTo(Limits.MaxMemoryBytes));
        }
        catch (SkillException failure)
        {
            error = failure;
        }

        Type[] allowed = expected switch
        {
            "trap" => [typeof(SkillTrapException)],
            "limit" => [typeof(SkillLimitExceededException)],
            "link" or "invalid" => [typeof(SkillLinkException)],
            "error" => [typeof(SkillFailedException), typeof(SkillTrapException)],
            _ => [],
        };

        // A binary that goes over a limit of the engine's own is not linked.
        allowed =
            about.StartsWith("number of instances", StringComparison.Ordinal) ? [typeof(SkillLinkException)] : allowed;
        Assert.That(
            error?.GetType(), allowed.Length == 0 ? Is.Null : Is.AnyOf([.. allowed]), $"{about}: {error?.Message}");
        Assert.That(
            (await Engines.RunAsync(Engine, "c-skill.wasm", "upper still here")).Output, Is.EqualTo("STILL HERE"));
    }
}
