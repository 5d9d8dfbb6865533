using System.Text;
using Boternity.Skills.Wasm.Embedding;

namespace Boternity.Skills.Wasm.Tests.Conformance;

/// <summary>
/// Keeps docs/maintainers/conformance.md true. The test writes the document only when it is told to by the variable
/// that accepts snapshots, so that a run in CI leaves the checkout as it is; otherwise it fails where the document says
/// something else than the engine does.
/// </summary>
internal sealed class ConformanceReportTests
{
    private const string Archive = "wasm-3.0.zip";
    private const string AcceptVariable = "SNAPSHOT_ACCEPT";

    private static string DocumentPath => Repository.PathOf("docs", "maintainers", "conformance.md");

    [Test]
    public void Document_OfTheWasm30Suite_SaysWhatTheEngineDoes()
    {
        if (!File.Exists(SuiteArchive.PathOf(Archive)))
        {
            Assert.Ignore(
                $"The specification's suite is not beside the checkout ({Archive} in ../shared/wasm-testsuite).");
        }

        string actual = Render(RunAll());
        string committed = File.Exists(DocumentPath) ? File.ReadAllText(DocumentPath).ReplaceLineEndings("\n") : "";
        if (actual == committed)
        {
            return;
        }

        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(DocumentPath)!);
            File.WriteAllText(DocumentPath, actual);
            return;
        }

        Assert.That(actual, Is.EqualTo(committed),
            $"docs/maintainers/conformance.md is out of date. Run this test with {AcceptVariable}=1 to write it anew, "
                + "and look at the difference.");
    }

    private static List<(string Name, ScriptResult Result)> RunAll()
    {
        using SuiteArchive archive = SuiteArchive.Open(Archive);
        return [.. archive.ScriptNames.Select(name =>
            (name, ScriptRunner.Run(new Engine(), archive.ReadScript(name))))];
    }

    private static string Render(List<(string Name, ScriptResult Result)> rows)
    {
        var text = new StringBuilder();
        text.Append("# Conformance to WebAssembly 3.0\n\n");
        text.Append(
            """
            The specification's test suite of 3.0, run by the tests with all features of the engine. WebAssembly 2.0
            passes whole and is a test of its own; this page lists what of 3.0 is still missing. Commands that test the
            text format do not apply and are not counted. A command that expects a binary to be refused as invalid
            counts as failed where it is refused for using what the engine does not have.


            """);
        text.Append($"Scripts that pass whole: {rows.Count(row => row.Result.Failures.Count == 0)} of {rows.Count}. ");
        text.Append(
            $"Commands passed: {rows.Sum(row => row.Result.Passed)}, failed: "
                + $"{rows.Sum(row => row.Result.Failures.Count)}.\n\n");
        text.Append("| script | passed | failed | not available |\n| --- | ---: | ---: | --- |\n");
        foreach ((string name, ScriptResult result) in rows)
        {
            string cell =
                $"| `{name}` | {result.Passed} | {result.Failures.Count} | "
                    + $"{string.Join(", ", result.MissingProposals)}";
            text.Append(cell.TrimEnd()).Append(" |\n");
        }

        return text.ToString();
    }
}
