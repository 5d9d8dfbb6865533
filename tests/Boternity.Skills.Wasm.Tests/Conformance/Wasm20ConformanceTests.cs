using System.Collections.Concurrent;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Tests.Conformance;

/// <summary>
/// The whole suite of WebAssembly 2.0, with exactly its features, on each way to execute code: nothing is left out, and
/// no function but those that are documented to stay in the interpreter may fail to compile.
/// </summary>
internal sealed class Wasm20ConformanceTests
{
    private const string Archive = "wasm-2.0.zip";

    private static IEnumerable<TestCaseData> Scripts()
    {
        string[] names = SuiteArchive.NamesIn(Archive);
        if (names.Length == 0)
        {
            return [new TestCaseData("none", "none")
                .Ignore(
                    $"The specification's suite is not beside the checkout ({Archive} in ../shared/wasm-testsuite).")];
        }

        return Tier.Names.SelectMany(tier =>
            names.Select(name => new TestCaseData(tier, name).SetArgDisplayNames(tier, name)));
    }

    [TestCaseSource(nameof(Scripts))]
    public void Script_OfTheSpecification_Passes(string tier, string name)
    {
        var rejected = new ConcurrentQueue<CompilationFailure>();
        EngineOptions options = Tier.OptionsOf(tier) with
        {
            Features = WasmFeatures.Wasm20,
            OnCompilationFailure = rejected.Enqueue,
        };
        using SuiteArchive archive = SuiteArchive.Open(Archive);
        Script script = archive.ReadScript(name);

        ScriptResult result = ScriptRunner.Run(new Engine(options), script);

        int applicable = script.Commands.Count(command => command.AppliesToBinaries);
        Assert.That(result.Failures, Is.Empty, () => string.Join(Environment.NewLine, result.Failures.Take(20)));
        Assert.That(result.Passed, Is.EqualTo(applicable));
        Assert.That(rejected.Select(failure => failure.Reason), Is.All.InstanceOf<NotSupportedException>());
    }
}
