using System.Text;

namespace Boternity.Skills.Runtimes.JavaScript.Tests;

/// <summary>Scripts run in the sandbox as they do under Node.js: the same output, the same exit code.</summary>
public sealed class JavaScriptScriptTests : IDisposable
{
    private static readonly string[] Arguments = ["one", "two three", "höher"];
    private static readonly byte[] Input = Encoding.UTF8.GetBytes("first,line\nsecond,line\nlast, ünï");

    private readonly JavaScriptBench _bench = new();
    private Task<InstalledSkill>? _skill;

    public void Dispose() => _bench.Dispose();

    [TestCaseSource(nameof(ListScripts))]
    public async Task Run_Script_GivesWhatNodeGives(string script)
    {
        InstalledSkill skill = await (_skill ??= _bench.InstallScriptsAsync());
        string folder = _bench.PathOf("native", Path.GetFileNameWithoutExtension(script));
        Directory.CreateDirectory(folder);

        SkillScriptResult result = await _bench.Executor.ExecuteScriptAsync(
            skill, $"scripts/{script}", new SkillScriptOptions { Arguments = Arguments, StandardInput = Input });
        (int exitCode, string output, string error) = await NativeNode.RunAsync(
            Path.Combine(JavaScriptBench.Scripts, script), Arguments, Input, folder);

        Assert.That(
            result.OutputText.Replace("/skill/scripts", "<scripts>").Replace("/workspace", "<folder>"),
            Is.EqualTo(output.Replace(JavaScriptBench.Scripts, "<scripts>").Replace(folder, "<folder>")),
            result.ErrorText + error);
        Assert.That(result.ExitCode, Is.EqualTo(exitCode), result.ErrorText);
    }

    private static IEnumerable<string> ListScripts() =>
        Directory.EnumerateFiles(JavaScriptBench.Scripts)
            .Where(static path => Path.GetExtension(path) is ".js" or ".mjs" or ".cjs")
            .Select(Path.GetFileName)
            .Order(StringComparer.Ordinal)!;
}
