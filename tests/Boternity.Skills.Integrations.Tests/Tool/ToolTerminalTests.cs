namespace Boternity.Skills.Integrations.Tests.Tool;

/// <summary>The command <c>boternity</c> where a person looks: in a pseudo-terminal.</summary>
public sealed class ToolTerminalTests
{
    private SkillBench _bench = null!;

    [SetUp]
    public void SetUp()
    {
        _bench = new SkillBench();
        if (!ToolProcess.HasTerminal())
        {
            Assert.Ignore("A pseudo-terminal is made with python3 and its module pty, which are not here.");
        }
    }

    [TearDown]
    public async Task TearDown() => await _bench.DisposeAsync();

    [TestCase("y\\n", 0, "Installed text")]
    [TestCase("n\\n", 4, "BSK7202")]
    public async Task Add_InATerminal_AsksInWords(string answer, int expected, string outcome)
    {
        (int code, string output) = await ToolProcess.RunInTerminalAsync(
            _bench.SkillsPath, "[y/N]", answer, "add", "text", "--read", "notes", "--store", _bench.StorePath);

        Assert.That(output, Does.Contain("may read /notes").And.Contain("trust: ").And.Contain(outcome));
        Assert.That(code, Is.EqualTo(expected), output);
    }

    [Test]
    public async Task Add_InATerminal_ShowsABarWithBytesAndColour()
    {
        (int code, string output) = await ToolProcess.RunInTerminalAsync(
            _bench.SkillsPath, "[y/N]", "y\\n", "add", "text", "--store", _bench.StorePath);

        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Contain("Fetching folder:text"));
        Assert.That(output, Does.Match(@"━+.*2\d\.\d kB of 2\d\.\d kB"));
        Assert.That(output, Does.Match(@"\u001b\[[0-9;]*3[0-9;]*m"), "It is in colour.");
        Assert.That(
            output.IndexOf("kB of", StringComparison.Ordinal),
            Is.LessThan(output.IndexOf("[y/N]", StringComparison.Ordinal)),
            "The bar is done when a person is asked.");
    }

    [Test]
    public async Task Add_InATerminalWithNoColor_HasNone()
    {
        (int code, string output) = await ToolProcess.RunInTerminalAsync(
            _bench.SkillsPath, ["NO_COLOR=1"], "[y/N]", "y\\n", "add", "text", "--store", _bench.StorePath);

        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Contain("kB of"));
        Assert.That(output, Does.Not.Match(@"\u001b\[[0-9;]*m"));
    }

    [TestCase("y\\n", 0, "Installed 2, unchanged 0.")]
    [TestCase("2\\n", 4, "Installed 1, unchanged 0.")]
    [TestCase("n\\n", 4, "Installed 0, unchanged 0.")]
    public async Task Restore_InATerminal_AsksOnceAboutAll(string answer, int expected, string outcome)
    {
        await _bench.InstallAsync("js");
        await _bench.InstallAsync("text");
        string[] store = ["--store", _bench.StorePath];
        await ToolProcess.RunAsync(_bench.SkillsPath, null, ["lock", "--file", "a.json", .. store]);
        await _bench.Store.RemoveAsync("js");
        await _bench.Store.RemoveAsync("text");

        (int code, string output) = await ToolProcess.RunInTerminalAsync(
            _bench.SkillsPath,
            "Install all 2?",
            answer,
            ["restore", "--file", "a.json", "--registry", _bench.SkillsPath, .. store]);

        Assert.That(output, Does.Contain("1 of 2:").And.Contain("2 of 2:").And.Contain(outcome));
        Assert.That(code, Is.EqualTo(expected), output);
    }

    [Test]
    public async Task Interrupt_OfARunningSkill_SaysCancelledAndEndsWith130()
    {
        await _bench.InstallAsync("js");

        // The interrupt is sent when the skill has said that it is in its loop, which nothing else ends for long: it
        // calls the host, because a loop of its own uses up its fuel in a second.
        (int code, string output) = await ToolProcess.RunInTerminalAsync(
            _bench.SkillsPath,
            "info: in the loop",
            "\\x03",
            "run",
            "js",
            "--store",
            _bench.StorePath,
            "--input",
            """
            {"op":"tour","steps":[{"op":"log","level":"info","message":"in the loop"},
            {"op":"log","level":"trace","message":"still","times":1e9}]}
            """);

        Assert.That(code, Is.EqualTo(130), output);
        Assert.That(output, Does.Contain("cancelled").And.Not.Contain("Exception"));
    }

    [Test]
    public async Task Interrupt_OfTheQuestion_SaysCancelledAndInstallsNothing()
    {
        (int code, string output) = await ToolProcess.RunInTerminalAsync(
            _bench.SkillsPath, "[y/N]", "\\x03", "add", "text", "--store", _bench.StorePath);

        Assert.That(code, Is.EqualTo(130), output);
        Assert.That(output, Does.Contain("cancelled").And.Not.Contain("Exception"));
        Assert.That((await _bench.Store.ListAsync()).Skills, Is.Empty);
    }

    [Test]
    public async Task Run_InATerminal_LeavesOutWhatSteersIt()
    {
        await _bench.InstallAsync("js");

        (int code, string output) = await ToolProcess.RunInTerminalAsync(
            _bench.SkillsPath,
            "never",
            "",
            "run",
            "js",
            "--store",
            _bench.StorePath,
            "--input",
            """{"op":"upper","value":"x\u001b]0;owned\u0007y"}""");

        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Contain("X ]0;OWNED Y"));
    }

    [Test]
    public async Task List_InATerminal_IsATable()
    {
        await _bench.InstallAsync("text");

        (int code, string output) = await ToolProcess.RunInTerminalAsync(
            _bench.SkillsPath, "never", "", "list", "--store", _bench.StorePath);

        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain("│ text").Or.Contain("| text"));
    }
}
