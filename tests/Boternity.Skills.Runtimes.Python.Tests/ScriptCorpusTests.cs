using System.Text;
using System.Text.RegularExpressions;
using Boternity.Skills.Testing.Hosts;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Runtimes.Python.Tests;

/// <summary>
/// The Python scripts of real skills, which belong to others and stand outside the repository.
/// docs/maintainers/testing.md says how to get them.
/// </summary>
public sealed partial class ScriptCorpusTests
{
    [Test]
    [CancelAfter(3_600_000)]
    public async Task Help_OfEveryScriptThatCanRun_IsThatOfNativePython(CancellationToken cancellationToken)
    {
        if (ScriptCorpus.FindDirectory() is not { } directory)
        {
            Assert.Ignore(ScriptCorpus.Missing);
            return;
        }

        PythonBench.RequireRuntime();
        List<string> differences = [];
        ScriptCorpus corpus = await ScriptCorpus.LookAtAsync(
            directory,
            static builder => builder.AddPython(),
            [".py"],
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
        if (!text.Contains("argparse", StringComparison.Ordinal))
        {
            return "can run, has no --help";
        }

        (int code, byte[] output, string error) = await NativePython.RunAsync(
            path, ["--help"], [], Path.GetDirectoryName(path)!);
        if (code != 0)
        {
            // Natively, too, a package is missing, or the script wants something else.
            return "can run, has no --help natively";
        }

        SkillScriptResult result = await executor.ExecuteScriptAsync(
            skill,
            script.Path,
            new SkillScriptOptions { Arguments = ["--help"], Limits = ScriptCorpus.Limits },
            cancellationToken);
        string native = Encoding.UTF8.GetString(output);
        if (result.ExitCode == code && Words(result.OutputText) == Words(native))
        {
            return "can run, --help is the same";
        }

        differences.Add($"{skill.SkillId}/{script.Path}: {result.ExitCode}: {result.ErrorText}\n{result.OutputText}"
            + $"\nnatively {code}: {error}\n{native}");
        return "can run, --help differs";
    }

    // Python 3.13 writes "-o, --output FILE" where earlier versions write "-o FILE, --output FILE".
    [GeneratedRegex(
        @"(?<first>-[\w-]+) (?<value>(\{[^}]*\}|[^\s,]+)( \[[^\]]*\])?), (?<second>-[\w-]+) \k<value>")]
    private static partial Regex TwiceNamed();

    // Versions of Python break the lines of a help text in different places, too.
    private static string Words(string text) => TwiceNamed().Replace(
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
        "${first}, ${second} ${value}");
}
