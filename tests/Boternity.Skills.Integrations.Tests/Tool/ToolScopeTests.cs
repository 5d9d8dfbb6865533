using System.Text.Json;

namespace Boternity.Skills.Integrations.Tests.Tool;

/// <summary>The stores of a project and of its user, as the command chooses between them.</summary>
public sealed class ToolScopeTests
{
    private SkillBench _bench = null!;
    private TemporaryDirectory _directory = null!;
    private string _project = null!;
    private string _policy = null!;

    [SetUp]
    public async Task SetUp()
    {
        _bench = new SkillBench();
        _directory = new TemporaryDirectory();
        _project = _directory.PathOf("project");
        Directory.CreateDirectory(Path.Combine(_project, ".git"));
        Directory.CreateDirectory(Path.Combine(_project, "inner"));
        _policy = _directory.PathOf("policy.json");
        await File.WriteAllTextAsync(_policy, """{"skills": [{"source": "folder:*"}]}""");
    }

    [TearDown]
    public async Task TearDown()
    {
        _directory.Dispose();
        await _bench.DisposeAsync();
    }

    [Test]
    public async Task Skill_OfAProject_IsTheProjectsAloneAndWins()
    {
        await AddAsync(_project, "notes", "--user");
        await AddAsync(_project, "js", "--project");
        await AddAsync(_project, "notes", "--project");
        string inner = Path.Combine(_project, "inner");

        Dictionary<string, string?> scopes = await ListAsync(inner);
        Dictionary<string, string?> user = await ListAsync(inner, "--user");
        Dictionary<string, string?> elsewhere = await ListAsync(_directory.Root);
        (int ran, string output, _) = await ToolProcess.RunAsync(
            inner, null, "run", "js", "--input", """{"op":"upper","value":"a"}""");
        await RemoveAsync(inner, "notes");
        Dictionary<string, string?> after = await ListAsync(inner);

        Assert.That(
            scopes,
            Is.EquivalentTo(new Dictionary<string, string?> { ["js"] = "project", ["notes"] = "project" }));
        Assert.That(user, Is.EquivalentTo(new Dictionary<string, string?> { ["notes"] = "user" }));
        Assert.That(elsewhere, Is.EquivalentTo(user));
        Assert.That((ran, output), Is.EqualTo((0, "A")));
        Assert.That(after["notes"], Is.EqualTo("user"), "the one that was behind the project's");
        Assert.That(
            Directory.EnumerateFileSystemEntries(_project).Select(Path.GetFileName),
            Is.EquivalentTo(new[] { ".git", "inner" }),
            "nothing of a store is in the project");
        await RemoveAsync(inner, "notes");
    }

    [Test]
    public async Task Restore_InAProject_TakesItsLockFileAndAsks()
    {
        await AddAsync(_project, "js", "--project");
        (int locked, _, _) = await ToolProcess.RunAsync(_project, null, "lock");
        await RemoveAsync(_project, "js");
        string inner = Path.Combine(_project, "inner");

        // The folder of the skill is found by the registry that is named as it was at the install.
        (int frozen, _, string error) = await ToolProcess.RunAsync(inner, null, "restore", "--frozen");

        Assert.That(locked, Is.Zero);
        Assert.That(File.Exists(Path.Combine(_project, "skills.lock.json")), Is.True);
        Assert.That(frozen, Is.Not.Zero);
        Assert.That(error, Does.Contain("'js' is not installed"));
    }

    [Test]
    public async Task Scope_SeveralAtOnce_IsAMistake()
    {
        (int code, _, string error) = await ToolProcess.RunAsync(_project, null, "list", "--user", "--project");

        Assert.That(code, Is.EqualTo(2));
        Assert.That(error, Does.Contain("one can be given"));
    }

    private async Task AddAsync(string directory, string skill, string scope)
    {
        (int code, _, string error) = await ToolProcess.RunAsync(
            directory, null, "add", Path.Combine(_bench.SkillsPath, skill), "--policy", _policy, "--yes", scope);
        Assert.That(code, Is.Zero, error);
    }

    private static async Task RemoveAsync(string directory, string skill)
    {
        (int code, _, string error) = await ToolProcess.RunAsync(directory, null, "remove", skill);
        Assert.That(code, Is.Zero, error);
    }

    private static async Task<Dictionary<string, string?>> ListAsync(string directory, params string[] arguments)
    {
        (int code, string output, string error) = await ToolProcess.RunAsync(
            directory, null, ["list", "--json", .. arguments]);
        Assert.That(code, Is.Zero, error);
        return JsonDocument.Parse(output).RootElement.EnumerateArray().ToDictionary(
            skill => skill.GetProperty("id").GetString()!, skill => skill.GetProperty("scope").GetString());
    }
}
