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
    public async Task List_InATerminal_IsATable()
    {
        await _bench.InstallAsync("text");

        (int code, string output) = await ToolProcess.RunInTerminalAsync(
            _bench.SkillsPath, "never", "", "list", "--store", _bench.StorePath);

        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain("│ text").Or.Contain("| text"));
    }
}
