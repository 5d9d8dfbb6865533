using System.CommandLine;
using System.Diagnostics;
using Boternity.Skills.Integrations.Tests.Tool;
using Boternity.Skills.Runtimes.JavaScript;
using Boternity.Skills.Runtimes.Python;
using Boternity.Skills.Tool;

namespace Boternity.Skills.Integrations.Tests.Guide;

/// <summary>docs/guide/cli.md: its commands are run, line by line as they stand there.</summary>
public sealed class CliGuideTests
{
    private static readonly string Guide = File.ReadAllText(Repository.PathOf("docs/guide/cli.md"));

    private SkillBench _bench = null!;

    [SetUp]
    public void SetUp()
    {
        _bench = new SkillBench();
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("The commands are written for a shell of Unix.");
        }
    }

    [TearDown]
    public async Task TearDown() => await _bench.DisposeAsync();

    private static string[] Block(string heading) =>
        Guide.Split($"## {heading}\n")[1].Split("```\n")[1].Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private (int Code, string Output) Shell(string line)
    {
        string tool = ToolProcess.Built("src/Boternity.Skills.Tool", "boternity.dll");
        var start = new ProcessStartInfo("/bin/sh")
        {
            WorkingDirectory = _bench.SkillsPath,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add("-euc");
        start.ArgumentList.Add($"boternity() {{ dotnet '{tool}' \"$@\"; }}; {line}");
        start.Environment["XDG_DATA_HOME"] = Path.Combine(_bench.Root, "data");
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, process.ExitCode == 0 ? output : output + errors.Result);
    }

    [Test]
    public void Run_OfTheGuide_AnswersAsItSays()
    {
        _bench.AddSkill(
            "my-skill",
            "Converts.",
            "tool",
            "js-skill.wasm",
            ("scripts/convert.py", "import sys\nprint(sys.argv[1:], len(open('a.csv').read()))\n"));
        _bench.AddSkill("notes", "Works on text.", "tool", "c-skill.wasm");
        Directory.CreateDirectory(Path.Combine(_bench.SkillsPath, "reports"));
        File.WriteAllText(Path.Combine(_bench.SkillsPath, "question.txt"), "upper what");
        File.WriteAllText(Path.Combine(_bench.SkillsPath, "a.csv"), "a,b\n");
        File.WriteAllText(
            Path.Combine(_bench.SkillsPath, "policy.json"), """{"skills": [{"source": "folder:notes"}]}""");
        Assert.That(Shell("boternity add ./notes --yes --policy policy.json").Code, Is.Zero);
        string[] lines = Block("Run a skill");

        Assert.That(lines, Has.Length.EqualTo(3));
        Assert.That(Shell(lines[0]), Is.EqualTo((0, "HELLO")));
        Assert.That(Shell(lines[1]), Is.EqualTo((0, "WHAT")));
        (int code, string output) = Shell(lines[2]);
        Assert.That(code, Is.EqualTo(PythonRuntime.IsIncluded ? 0 : 4), output);
        if (PythonRuntime.IsIncluded)
        {
            Assert.That(output, Is.EqualTo("['--from', 'a.csv'] 4\n"));
        }
    }

    [Test]
    public void Write_OfTheGuide_MakesASkillThatRuns()
    {
        string[] lines = Block("Write one");

        Assert.That(lines, Has.Length.EqualTo(3));
        Assert.That(Shell(lines[0]), Is.EqualTo((0, "Made shout.\n")));
        (int code, string output) = Shell(lines[1]);
        Assert.That(code, Is.Zero, output);
        if (JavaScriptSkillLanguage.IsIncluded)
        {
            Assert.That(output, Is.EqualTo("HELLO"));
        }

        Assert.That(Shell(lines[2]).Code, Is.Zero);
    }

    [Test]
    public void Commands_OfTheTool_AreInTheGuideAndHaveAnExample()
    {
        RootCommand root = ToolCommands.Create();

        Assert.That(
            root.Subcommands.Where(command => !Guide.Contains(command.Name, StringComparison.Ordinal))
                .Select(command => command.Name),
            Is.Empty);
        Assert.That(
            root.Subcommands.Where(
                command => !command.Description!.Contains($"boternity {command.Name}", StringComparison.Ordinal)
                    && command.Name != "mcp")
                .Select(command => command.Name),
            Is.Empty);
        Assert.That(root.Subcommands.Select(command => command.Description), Has.All.Contains("Example"));
    }
}
