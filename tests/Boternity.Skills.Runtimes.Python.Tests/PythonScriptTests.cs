using System.Text;
using System.Text.RegularExpressions;

namespace Boternity.Skills.Runtimes.Python.Tests;

/// <summary>Scripts that do what real ones do give what the Python of this machine gives.</summary>
public sealed partial class PythonScriptTests
{
    private static readonly string[] NoFiles = [];

    private InstalledSkill? _skill;

    [OneTimeSetUp]
    public async Task InstallAsync() => _skill = await PythonBench.Shared.InstallScriptsAsync();

    [TestCase("arguments", "", "-v", "count", "b", "a")]
    [TestCase("arguments", "", "count", "b", "a", "-v")]
    [TestCase("arguments", "", "where")]
    [TestCase("arguments", "", "--help")]
    [TestCase("arguments", "", "count", "--limit", "x", "y")]
    [TestCase("arguments", "", "count", "ünï", "日本", "🙂")]
    [TestCase("archives", "")]
    [TestCase("data", "name,amount,tags\nÄpfel,12.5,fruit; red\nbread,3,bakery\n\"a, b\",1e1,fruit;x\n")]
    [TestCase("markup", "")]
    [TestCase("figures", "")]
    [TestCase("database", "")]
    [TestCase("files", "")]
    [TestCase("helper_user", "")]
    [TestCase("waiting", "")]
    [TestCase("libraries", "")]
    [TestCase("timezones", "")]
    [TestCase("changelog", "feat(cli): add *it*\nfix: a bug\nfix(io)!: close files\nchore: x\n", "--version", "2.0")]
    [TestCase("changelog", "chore: x\n", "-o", "other.md")]
    [TestCase("sheet", "")]
    [TestCase("logs", "")]
    [TestCase("texts", "")]
    [TestCase("streams", "first line\nrest of it", "0")]
    [TestCase("streams", "größer\n\0\u0001binary", "42")]
    [TestCase("exits", "", "none")]
    [TestCase("exits", "", "text")]
    [TestCase("exits", "", "number", "0")]
    [TestCase("exits", "", "number", "3")]
    [TestCase("exits", "", "number", "256")]
    [TestCase("exits", "", "number", "-1")]
    [TestCase("exits", "", "builtin")]
    [TestCase("exits", "", "error")]
    [TestCase("exits", "", "chain")]
    [TestCase("exits", "", "group")]
    [TestCase("exits", "", "assert")]
    [TestCase("exits", "", "now")]
    [TestCase("exits", "", "recursion")]
    [TestCase("exits", "", "nested-data")]
    [TestCase("broken", "")]
    [TestCase("large", "", "30000")]
    public async Task Run_ScriptThatDoesWhatRealOnesDo_IsAsNative(
        string name, string standardInput, params string[] arguments)
    {
        byte[] input = Encoding.UTF8.GetBytes(standardInput);
        string folder = PythonBench.Shared.PathOf($"native-{Guid.NewGuid():N}");
        string sandbox = PythonBench.Shared.PathOf($"sandbox-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        Directory.CreateDirectory(sandbox);
        string script = Path.Combine(PythonBench.Scripts, name + ".py");
        (int exitCode, byte[] output, string error) = await NativePython.RunAsync(script, arguments, input, folder);

        string path = $"scripts/{name}.py";
        SkillScriptResult result = await PythonBench.Shared.Executor.ExecuteScriptAsync(_skill!, path, new()
        {
            Arguments = arguments,
            StandardInput = input,
            WorkDirectory = sandbox,
            Check = SkillScriptCheck.RunAnyway,
        });

        Assert.That(result.OutputText, Is.EqualTo(Encoding.UTF8.GetString(output)), result.ErrorText);
        Assert.That(result.ExitCode, Is.EqualTo(exitCode), result.ErrorText);
        Assert.That(
            Plain(result.ErrorText, "/skill/scripts"), Is.EqualTo(Plain(error, PythonBench.Scripts)), "standard error");
        Assert.That(ReadFiles(sandbox), Is.EqualTo(ReadFiles(folder)), "files");
    }

    /// <summary>
    /// Standard error without what differs from version to version: where a traceback points to in a line.
    /// </summary>
    private static string Plain(string error, string folder) => string.Join(
        '\n',
        error.Replace(folder, "", StringComparison.Ordinal)
            .Split('\n')
            .Where(static line => !Pointer().IsMatch(line)));

    [GeneratedRegex(@"^[ |]*[\^~]+[\^~ ]*$")]
    private static partial Regex Pointer();

    private static IEnumerable<string> ReadFiles(string folder) =>
        Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Where(static path => Path.GetExtension(path) is not (".zip" or ".db"))
                .Select(path => $"{Path.GetRelativePath(folder, path)}: {Convert.ToHexString(File.ReadAllBytes(path))}")
                .Order(StringComparer.Ordinal)
            : NoFiles;
}
