using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Tests.Conformance;

/// <summary>The whole suite of WebAssembly 2.0, with exactly its features: nothing is left out.</summary>
internal sealed class Wasm20ConformanceTests
{
    private const string Archive = "wasm-2.0.zip";

    private static IEnumerable<TestCaseData> Scripts()
    {
        string[] names = SuiteArchive.NamesIn(Archive);
        if (names.Length == 0)
        {
            return [new TestCaseData("none").Ignore($"The specification's suite is not beside the checkout ({Archive} in ../shared/wasm-testsuite).")];
        }

        return names.Select(name => new TestCaseData(name).SetArgDisplayNames(name));
    }

    [TestCaseSource(nameof(Scripts))]
    public void Script_OfTheSpecification_Passes(string name)
    {
        using SuiteArchive archive = SuiteArchive.Open(Archive);
        Script script = archive.ReadScript(name);

        ScriptResult result = ScriptRunner.Run(new Engine(new EngineOptions { Features = WasmFeatures.Wasm20 }), script);

        int applicable = script.Commands.Count(command => command.AppliesToBinaries);
        Assert.That(result.Failures, Is.Empty, () => string.Join(Environment.NewLine, result.Failures.Take(20)));
        Assert.That(result.Passed, Is.EqualTo(applicable));
    }
}
