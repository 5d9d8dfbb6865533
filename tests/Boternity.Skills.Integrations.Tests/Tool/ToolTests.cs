using System.Text.Json;
using Boternity.Skills.Runtimes.JavaScript;
using Boternity.Skills.Runtimes.Python;

namespace Boternity.Skills.Integrations.Tests.Tool;

/// <summary>The command <c>boternity</c>, as a process in a pipe.</summary>
public sealed class ToolTests
{
    private SkillBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new SkillBench();

    [TearDown]
    public async Task TearDown() => await _bench.DisposeAsync();

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) =>
        ToolProcess.RunAsync(_bench.SkillsPath, null, [.. arguments, "--store", _bench.StorePath]);

    private string WritePolicy(string source, string grants)
    {
        string path = Path.Combine(_bench.Root, "policy.json");
        File.WriteAllText(path, $$"""{"skills": [{"source": "{{source}}", "grants": {{grants}}}]}""");
        return path;
    }

    [Test]
    public async Task Skill_FromAddToRemove_IsHandled()
    {
        string policy = WritePolicy("folder:*", "{}");
        (int added, string installed, _) = await RunAsync("add", "js", "--policy", policy, "--yes", "--json");
        (int listed, string list, _) = await RunAsync("list");
        (int ran, string output, string notes) = await RunAsync(
            "run", "js", "--input", """{"op":"upper","value":"a"}""");
        (int granted, string words, _) = await RunAsync("grant", "js", "--read", "notes");
        (int shown, string document, _) = await RunAsync("show", "js", "--json");
        (int revoked, _, _) = await RunAsync("revoke", "js");
        (int verified, string report, _) = await RunAsync("verify");
        (int audited, string audit, _) = await RunAsync("audit");
        (int removed, _, _) = await RunAsync("remove", "js");
        (int gone, _, _) = await RunAsync("show", "js");

        Assert.That(
            (int[])[added, listed, ran, granted, shown, revoked, verified, audited, removed], Is.All.Zero);
        Assert.That(JsonDocument.Parse(installed).RootElement.GetProperty("id").GetString(), Is.EqualTo("js"));
        Assert.That(list, Does.StartWith("js\ttool\t").And.Contain("\tfolder:js"));
        Assert.That(output, Is.EqualTo("A"));
        Assert.That(notes, Does.Contain(" fuel, "));
        Assert.That(words, Does.StartWith("js may read /notes (the folder "));
        Assert.That(
            JsonDocument.Parse(document).RootElement.GetProperty("grants").GetRawText(), Does.Contain("/notes"));
        Assert.That(report, Does.StartWith("1 skills"));
        Assert.That(audit, Does.StartWith("The log is intact"));
        Assert.That(gone, Is.EqualTo(3));
    }

    [Test]
    public async Task Skill_ThatNeedsAnother_BringsItAndTakesItAlong()
    {
        _bench.AddPrompt("report", "Write the report.", "dependencies: notes");
        string policy = WritePolicy("folder:*", "{}");
        (int added, _, string steps) = await RunAsync("add", "report", "--policy", policy, "--yes");
        (_, string shown, _) = await RunAsync("show", "notes");
        (_, string report, _) = await RunAsync("show", "report");
        (int refused, _, string error) = await RunAsync("remove", "notes");
        (int removed, string output, _) = await RunAsync("remove", "report", "--orphans");
        (int pruned, string nothing, _) = await RunAsync("remove", "--orphans");
        (int usage, _, _) = await RunAsync("remove");

        Assert.That((added, refused, removed, pruned, usage), Is.EqualTo((0, 4, 0, 0, 2)), steps);
        Assert.That(steps, Does.Contain("notes"));
        Assert.That(shown, Does.Contain("is there because others need it"));
        Assert.That(report, Does.Contain("needs notes"));
        Assert.That(error, Does.Contain("'notes' is needed by 'report'"));
        Assert.That(output, Is.EqualTo("Removed report, notes.\n"));
        Assert.That(nothing, Is.EqualTo("Nothing was removed.\n"));
    }

    [TestCase(0, "run", "js", "--input", "{\"op\":\"echo\",\"value\":\"x\"}")]
    [TestCase(1, "run", "js", "--input", "{\"op\":\"throw\",\"message\":\"no\"}")]
    [TestCase(2, "run", "js", "--input", "{\"op\":7}")]
    [TestCase(2, "run")]
    [TestCase(2, "nonsense")]
    [TestCase(2, "run", "js", "--read", "nowhere-at-all")]
    [TestCase(3, "show", "nobody")]
    [TestCase(4, "add", "js")]
    [TestCase(4, "run", "notes")]
    [TestCase(5, "run", "js", "--input", "{\"op\":\"recurse\"}")]
    public async Task ExitCode_OfACommand_SaysHowItEnded(int expected, params string[] arguments)
    {
        (int code, string output, string error) = await RunAsync(arguments);

        Assert.That(code, Is.EqualTo(expected), output + error);
        Assert.That(code == 0 ? "fine" : error, Is.Not.Empty);
    }

    [Test]
    public async Task Script_InPython_RunsWhereTheToolHasTheRuntime()
    {
        (int code, string output, string error) = await RunAsync("script", "notes", "scripts/count.py");

        Assert.That(code, Is.EqualTo(PythonRuntime.IsIncluded ? 0 : 4), output + error);
        Assert.That(PythonRuntime.IsIncluded ? output : error, Is.Not.Empty);
    }

    [Test]
    public async Task Error_WithJson_IsADocument()
    {
        (int code, string output, _) = await RunAsync("show", "nobody", "--json");

        Assert.That(code, Is.EqualTo(3));
        Assert.That(JsonDocument.Parse(output).RootElement.GetProperty("code").GetString(), Is.EqualTo("BSK4002"));
    }

    [Test]
    public async Task Run_WithGrants_ReachesWhatIsGrantedAndNothingElse()
    {
        (_, string given, _) = await RunAsync(
            "run", "js", "--read", "/n=notes", "--input", """{"op":"read-file","path":"/n/references/template.md"}""");
        (int code, _, string denied) = await RunAsync(
            "run", "js", "--input", """{"op":"read-file","path":"/n/references/template.md"}""");

        Assert.That(given, Does.StartWith("# Template"));
        Assert.That(code, Is.EqualTo(1), denied);
        Assert.That(denied, Does.Contain("not granted").IgnoreCase);
    }

    [Test]
    public async Task Run_InAPipe_TakesTheInputAndWritesTheAnswerAlone()
    {
        (int code, string output, _) = await ToolProcess.RunAsync(_bench.SkillsPath, "upper piped", "run", "./text");

        Assert.That((code, output), Is.EqualTo((0, "PIPED")));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Windows has no such device.")]
    public async Task Check_OfALinkToADevice_IsRefusedAndNotRead()
    {
        string manifest = Path.Combine(_bench.SkillsPath, "js", SkillPackage.ManifestFileName);
        File.Delete(manifest);
        File.CreateSymbolicLink(manifest, "/dev/zero");

        (int code, _, string error) = await RunAsync("check", "js").WaitAsync(TimeSpan.FromMinutes(1));

        Assert.That(code, Is.EqualTo(2), error);
        Assert.That(error, Does.Contain("is a link"));
    }

    [Test]
    public async Task Check_OfASkill_SaysWhatIsWrong()
    {
        (int fine, string all, _) = await RunAsync("check", "js");
        File.WriteAllText(Path.Combine(_bench.SkillsPath, "js", "schema.json"), "{");
        (int wrong, string problem, _) = await RunAsync("check", "js");

        Assert.That(fine, Is.Zero, all);
        Assert.That(
            all, Does.Contain("the program is Component and can be loaded").And.Contain("schema.json can be used"));
        Assert.That(wrong, Is.EqualTo(1));
        Assert.That(problem, Does.Contain("BSK3006"));
    }

    [Test]
    public async Task Add_InAPipe_WritesALineForEachStep()
    {
        (int code, string output, string error) = await RunAsync(
            "add", "text", "--policy", WritePolicy("folder:*", "{}"));
        string[] lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.That(code, Is.Zero, error);
        Assert.That(output, Does.StartWith("Installed text"));
        Assert.That(lines[0], Is.EqualTo("Fetching folder:text"));
        Assert.That(lines, Has.Exactly(1).StartsWith("Storing text"));
        Assert.That(error + output, Does.Not.Contain('\u001b').And.Not.Contain('\r'));
    }

    [Test]
    public async Task Run_WithAnEngine_SaysWhichItWas()
    {
        (int code, string output, _) = await RunAsync(
            "run", "text", "--engine", "managed", "--input", "upper a", "--json");
        (int unknown, _, string error) = await RunAsync("run", "text", "--engine", "steam", "--input", "upper a");

        Assert.That(code, Is.Zero, output);
        Assert.That(JsonDocument.Parse(output).RootElement.GetProperty("engine").GetString(), Is.EqualTo("managed"));
        Assert.That(unknown, Is.EqualTo(2));
        Assert.That(error, Does.Contain("steam").And.Contain("managed"));
    }

    [Test]
    public async Task Run_WithWasmtime_RunsThereOrSaysWhatIsMissing()
    {
        (int code, string output, string error) = await RunAsync(
            "run", "text", "--engine", "wasmtime", "--input", "upper a", "--json");
        JsonElement document = JsonDocument.Parse(output).RootElement;

        if (code == 0)
        {
            Assert.That(document.GetProperty("engine").GetString(), Is.EqualTo("wasmtime"));
            Assert.That(document.GetProperty("output").GetString(), Is.EqualTo("A"));
        }
        else
        {
            Assert.That(document.GetProperty("error").GetString(), Does.Contain("Wasmtime"), error);
        }
    }

    [Test]
    public async Task Run_OfASkillThatLogs_WritesItsLinesToStandardError()
    {
        (int code, string output, string error) = await RunAsync(
            "run", "js", "--input", """{"op":"log","level":"warn","message":"half done"}""");

        Assert.That((code, output), Is.EqualTo((0, "logged")), error);
        Assert.That(error, Does.StartWith("warn: half done\n"));
    }

    [TestCase("py")]
    [TestCase("js")]
    [TestCase("c")]
    [TestCase("rust")]
    public async Task New_OfEachLanguage_RunsAtOnce(string language)
    {
        bool canRun = language switch
        {
            "py" => PythonSkillLanguage.IsIncluded,
            "js" => JavaScriptSkillLanguage.IsIncluded,
            _ => true,
        };
        if (!canRun)
        {
            Assert.Ignore("The tool was built without this runtime; build/runtimes/build.sh makes it.");
        }

        await RunAsync("new", language, "shout");
        (int code, string output, string error) = await RunAsync("run", "shout", "--input", "hello");

        Assert.That((code, output), Is.EqualTo((0, "HELLO")), error);
    }

    [TestCase("c", "skill.wasm")]
    [TestCase("c", "skill.c")]
    [TestCase("rust", "skill.wasm")]
    [TestCase("rust", "build.sh")]
    public async Task New_OfAProgram_BringsItsSourceAndWhatItIsBuiltTo(string language, string file)
    {
        await RunAsync("new", language, "shout");

        Assert.That(
            await File.ReadAllBytesAsync(Path.Combine(_bench.SkillsPath, "shout", file)),
            Is.EqualTo(await File.ReadAllBytesAsync(
                Repository.PathOf("src/Boternity.Skills.Tool/Templates", language, file))));
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(
                File.GetUnixFileMode(Path.Combine(_bench.SkillsPath, "shout", "build.sh"))
                    .HasFlag(UnixFileMode.UserExecute));
        }
    }

    [TestCase("prompt")]
    [TestCase("py")]
    [TestCase("js")]
    [TestCase("c")]
    [TestCase("rust")]
    [TestCase("py-script")]
    [TestCase("js-script")]
    public async Task New_OfEachKind_PassesTheCheck(string kind)
    {
        (int made, _, string next) = await RunAsync("new", kind, "shout");
        (int check, string report, _) = await RunAsync("check", "shout");
        (int again, _, _) = await RunAsync("new", kind, "shout");

        Assert.That((made, check, again), Is.EqualTo((0, 0, 2)), report);
        Assert.That(next, Does.StartWith("Try it: "));
    }

    [Test]
    public async Task Lock_ThenRestoreFrozen_FindsWhatDiffers()
    {
        string policy = WritePolicy("folder:text", "{}");
        await RunAsync("add", "text", "--policy", policy);
        (int locked, _, _) = await RunAsync("lock", "--file", "a.json");
        (int same, _, _) = await RunAsync("restore", "--frozen", "--file", "a.json");
        await RunAsync("remove", "text");
        (int other, _, string why) = await RunAsync("restore", "--frozen", "--file", "a.json");

        Assert.That((locked, same), Is.EqualTo((0, 0)));
        Assert.That(other, Is.Not.Zero);
        Assert.That(why, Does.Contain("'text' is not installed"));
    }

    [Test]
    public async Task Restore_OfAllThatIsMissing_GoesOnAfterAFailureAndEndsAsItDid()
    {
        await LockAllAsync();
        string policy = WritePolicy("local:js", "{}");

        (int code, string output, string error) = await RunAsync(
            "restore", "--file", "a.json", "--registry", _bench.SkillsPath, "--policy", policy);

        Assert.That(code, Is.EqualTo(4), error);
        Assert.That(output, Does.Contain("Installed 1, unchanged 0."));
        Assert.That(error, Does.Contain("BSK7202: text: "));
    }

    [Test]
    public async Task UpdateAll_OfAFolder_InstallsWhatChangedAlone()
    {
        await _bench.InstallAsync("js");
        await _bench.InstallAsync("text");
        _bench.AddSkill("text", "Changed.", "tool", "c-skill.wasm");
        string policy = WritePolicy("local:*", "{}");
        string[] arguments = ["update", "--registry", _bench.SkillsPath, "--policy", policy];

        (int code, string output, string error) = await RunAsync([.. arguments, "--all"]);
        (int neither, _, _) = await RunAsync(arguments);
        (int both, _, _) = await RunAsync([.. arguments, "text", "--all"]);

        Assert.That(code, Is.Zero, error);
        Assert.That(output, Does.Contain("js: The content of 'js' is what was installed."));
        Assert.That(output, Does.Contain("text: "));
        Assert.That((await _bench.Store.GetAsync("text")).Manifest.Description, Is.EqualTo("Changed."));
        Assert.That((neither, both), Is.EqualTo((2, 2)));
    }

    [Test]
    public async Task Import_OfALockFileOfNpxSkills_InstallsWhatCanBeHad()
    {
        string file = Path.Combine(_bench.SkillsPath, "skills-lock.json");
        await File.WriteAllTextAsync(file, """
            {"version": 1, "skills": {
              "js": {"source": "js", "sourceType": "local"},
              "gone": {"source": "nowhere", "sourceType": "local"},
              "package": {"source": "some-package", "sourceType": "node_modules"}}}
            """);
        string policy = WritePolicy("*", "{}");

        (int code, string output, string error) = await RunAsync("import", "--policy", policy, "--yes", "--json");
        (int refused, string plain, string notes) = await RunAsync("import", file, "--yes");
        (int none, _, string missing) = await RunAsync("import", "other.json");

        JsonElement document = JsonDocument.Parse(output).RootElement;
        Assert.That(code, Is.EqualTo(4), error);
        Assert.That(
            document.GetProperty("installed").EnumerateArray().Select(
                static one => (one.GetProperty("name").GetString(), one.GetProperty("id").GetString())),
            Is.EqualTo(new[] { ("js", "js") }));
        Assert.That(
            document.GetProperty("failed").EnumerateArray().Select(
                static one => one.GetProperty("skill").GetString()),
            Is.EquivalentTo(new[] { "gone", "package" }));
        Assert.That(await _bench.Store.FindAsync("js"), Is.Not.Null);
        Assert.That(refused, Is.Not.Zero);
        Assert.That(plain, Does.StartWith("Installed "));
        Assert.That(notes, Does.Contain("package: "));
        Assert.That((none, missing), Is.Not.EqualTo((0, "")));
    }

    private async Task LockAllAsync()
    {
        await _bench.InstallAsync("js");
        await _bench.InstallAsync("text");
        await RunAsync("lock", "--file", "a.json");
        await RunAsync("remove", "js");
        await RunAsync("remove", "text");
    }
}
