using Boternity.Skills.Testing.Hosts;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Runtimes.JavaScript.Tests;

/// <summary>
/// The JavaScript and TypeScript scripts of real skills, which belong to others and stand outside the repository.
/// docs/maintainers/testing.md says how to get them.
/// </summary>
public sealed class ScriptCorpusTests
{
    [Test]
    [CancelAfter(3_600_000)]
    public async Task Help_OfEveryScriptThatCanRun_IsThatOfNativeNode(CancellationToken cancellationToken)
    {
        if (ScriptCorpus.FindDirectory() is not { } directory)
        {
            Assert.Ignore(ScriptCorpus.Missing);
            return;
        }

        JavaScriptBench.RequireRuntime();
        List<string> differences = [];
        ScriptCorpus corpus = await ScriptCorpus.LookAtAsync(
            directory,
            static builder => builder.AddJavaScript(),
            [".js", ".mjs", ".cjs", ".ts", ".mts", ".cts"],
            (executor, skill, script) => CompareAsync(executor, skill, script, differences, cancellationToken),
            cancellationToken);

        TestContext.Out.WriteLine(corpus.Report);
        Assert.That(corpus.Counts, Is.Not.Empty);
        Assert.That(differences, Is.Empty);
    }

    private static async Task<string> CompareAsync(
        ISkillExecutor executor,
        InstalledSkill skill,
        SkillScript script,
        List<string> differences,
        CancellationToken cancellationToken)
    {
        string path = Path.Combine([skill.RootPath, .. script.Path.Split('/')]);
        string text = await File.ReadAllTextAsync(path, cancellationToken);
        if (!text.Contains("--help", StringComparison.Ordinal))
        {
            return "can run, has no --help";
        }

        if (Path.GetExtension(path) is ".ts" or ".mts" or ".cts")
        {
            return "can run, TypeScript, which not every Node.js runs";
        }

        (int code, string output, string error) = await NativeNode.RunAsync(
            path, ["--help"], [], Path.GetDirectoryName(path)!);
        SkillScriptResult result = await executor.ExecuteScriptAsync(
            skill,
            script.Path,
            new SkillScriptOptions { Arguments = ["--help"], Limits = ScriptCorpus.Limits },
            cancellationToken);
        if (result.ExitCode == code && result.OutputText == output)
        {
            return code == 0 ? "can run, --help is the same" : "can run, fails in the same way";
        }

        differences.Add($"{skill.SkillId}/{script.Path}: {result.ExitCode}: {result.ErrorText}\n{result.OutputText}"
            + $"\nnatively {code}: {error}\n{output}");
        return "can run, --help differs";
    }
}
