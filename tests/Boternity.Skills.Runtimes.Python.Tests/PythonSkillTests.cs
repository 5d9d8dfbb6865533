using System.Diagnostics;
using Boternity.Skills.Compilation;
using Boternity.Skills.Execution;

namespace Boternity.Skills.Runtimes.Python.Tests;

/// <summary>Tool skills that bring <c>skill.py</c> in place of a program.</summary>
public sealed class PythonSkillTests
{
    private const string Manifest = """
        ---
        name: tool
        description: A tool in Python.
        metadata:
          skill-type: tool
          capabilities: read_file
        ---
        """;

    private const string Rich = """
        import dataclasses, json, random, re, time
        from datetime import datetime, timezone
        import boternity

        LOADED = [random.random(), time.time()]
        WORD = re.compile(r"\w+")

        @dataclasses.dataclass
        class Counter:
            executed: int = 0

        counter = Counter()

        def execute(text):
            import statistics  # of the library, after the install
            counter.executed += 1
            if text == "state":
                return [counter.executed, LOADED[1], statistics.median([3, 1, 2])]
            if text == "random":
                return {"loaded": LOADED[0], "now": random.random(), "year": datetime.now(timezone.utc).year > 2000}
            if text == "nothing":
                return None
            if text == "host":
                context = boternity.get_context()
                return f"{context.skill_name} {len(context.invocation_id)} {boternity.recall_memory('x', 3)}"
            if text == "log":
                print("a", 1)
                print("b", end="")
                boternity.log("c", "warn")
                return ""
            if text == "sleep":
                before = time.monotonic()
                time.sleep(0.02)
                return time.monotonic() - before >= 0.02
            return " ".join(WORD.findall(text)).upper()
        """;

    private const string Failing = """
        import sys
        import boternity

        def execute(text):
            if text == "raise":
                raise ValueError("no good")
            if text == "own":
                raise boternity.SkillError("a text")
            if text == "exit":
                sys.exit("ended")
            if text == "read":
                return boternity.read_file("/x")
            if text == "open":
                return open("/etc/passwd").read()
            if text == "write":
                return open("/new", "w").write("x")
            if text == "socket":
                import socket
                return socket.create_connection(("127.0.0.1", 80))
            if text == "process":
                import subprocess
                return subprocess.run(["ls"])
            kept = []
            while text in ("endless", "memory"):
                if text == "memory":
                    kept.append(bytearray(1 << 20))
            return execute(text)
        """;

    private static PythonBench? _bench;
    private static readonly Dictionary<string, InstalledSkill> Installed = [];

    [OneTimeSetUp]
    public void CreateHost()
    {
        if (!PythonSkillLanguage.IsIncluded)
        {
            Assert.Ignore("There is no component. Build it with: bash build/runtimes/build.sh python");
        }

        _bench = new PythonBench();
    }

    [OneTimeTearDown]
    public void DisposeHost()
    {
        _bench?.Dispose();
        Installed.Clear();
    }

    [TestCase("straße  und\tmehr", "STRASSE UND MEHR")]
    [TestCase("state", "[1,0.0,2]")]
    [TestCase("nothing", "")]
    [TestCase("sleep", "true")]
    public async Task Execute_Source_Answers(string input, string output)
    {
        InstalledSkill skill = await InstallAsync(Rich);

        Assert.That((skill.WasmKind, skill.IsStub), Is.EqualTo((WasmBinaryKind.Component, false)));
        for (int run = 0; run < 2; run++)
        {
            Assert.That(await ExecuteAsync(skill, input), Is.EqualTo(output));
        }
    }

    [Test]
    public async Task Execute_Host_IsTheRuns() =>
        Assert.That(await ExecuteAsync(await InstallAsync(Rich), "host"), Is.EqualTo("tool 36 []"));

    [Test]
    public async Task Execute_RandomNumbers_AreTheRunsAndThoseOfLoadingTheSame()
    {
        InstalledSkill skill = await InstallAsync(Rich);

        string first = await ExecuteAsync(skill, "random");
        string second = await ExecuteAsync(skill, "random");

        Assert.That(first, Does.EndWith("\"year\":true}"));
        Assert.That(second, Is.Not.EqualTo(first));
        Assert.That(second.Split(',')[0], Is.EqualTo(first.Split(',')[0]), "what was loaded is the same");
    }

    [Test]
    public async Task Execute_Print_IsTheLog()
    {
        SkillExecutionResult result = await _bench!.Executor.ExecuteAsync(await InstallAsync(Rich), "log");

        Assert.That(
            result.Log.Select(line => (line.Level, line.Message)),
            Is.EqualTo(new[] { ("info", "a 1"), ("warn", "c"), ("info", "b") }));
    }

    [TestCase("raise", "ValueError: no good (skill.py, line 6, in execute)")]
    [TestCase("own", "a text")]
    [TestCase("exit", "ended")]
    [TestCase("read", "read_file not granted")]
    [TestCase("open", "FileNotFoundError")]
    [TestCase("write", "Read-only file system")]
    [TestCase("socket", "Error")]
    [TestCase("process", "Error")]
    [TestCase("recursion", "RecursionError")]
    public async Task Execute_SourceThatRaises_Fails(string input, string error)
    {
        InstalledSkill skill = await InstallAsync(Failing);

        SkillFailedException failure = (await Assert.ThrowsAsync<SkillFailedException>(
            () => _bench!.Executor.ExecuteAsync(skill, input)))!;

        Assert.That(failure.Error, Does.Contain(error));
    }

    [TestCase("def execute(", "SyntaxError")]
    [TestCase("other = 1", "has no function 'execute'")]
    [TestCase("async def execute(text): return text", "is a coroutine")]
    [TestCase("import numpy\ndef execute(text): return text", "No module named 'numpy'")]
    [TestCase("raise OSError('while loading')", "OSError: while loading\n  skill.py, line 1, in <module>")]
    public async Task Install_SourceThatCannotBeLoaded_IsRefused(string source, string error)
    {
        SkillCompilationException refused = (await Assert.ThrowsAsync<SkillCompilationException>(
            () => InstallAsync(source)))!;

        Assert.That(refused.Code, Is.EqualTo(SkillErrorCodes.CompilationSource));
        Assert.That(refused.Message, Does.Contain(error).And.Contain("skill.py"));
    }

    [Test]
    public async Task Execute_SourceOverALimit_IsStopped()
    {
        InstalledSkill skill = await InstallAsync(Failing);
        var options = new SkillExecutionOptions
        {
            Limits = SkillLimits.Untrusted with { MaxFuel = 200_000_000, MaxMemoryBytes = 64 << 20 },
        };

        SkillLimitExceededException fuel = (await Assert.ThrowsAsync<SkillLimitExceededException>(
            () => _bench!.Executor.ExecuteAsync(skill, "endless", options)))!;
        SkillFailedException memory = (await Assert.ThrowsAsync<SkillFailedException>(
            () => _bench!.Executor.ExecuteAsync(skill, "memory", options)))!;

        Assert.That(fuel.Kind, Is.EqualTo(SkillLimitKind.Fuel));
        Assert.That(memory.Error, Does.Contain("MemoryError"));
    }

    [Test]
    public async Task Compile_SameSource_GivesTheSameBytes()
    {
        string first = DigestOf(await InstallAsync(Rich));
        Installed.Clear();

        string second = DigestOf(await InstallAsync(Rich));
        string changed = DigestOf(await InstallAsync(Failing));

        Assert.That(second, Is.EqualTo(first));
        Assert.That(changed, Is.Not.EqualTo(first));
    }

    [Test]
    public async Task Component_OfASource_RunsInAnotherRuntime()
    {
        string? tools = Environment.GetEnvironmentVariable("BOTERNITY_JCO");
        if (tools is null)
        {
            Assert.Ignore("Set BOTERNITY_JCO to a directory with @bytecodealliance/jco 1.35.0 in its node_modules.");
        }

        InstalledSkill skill = await InstallAsync(Rich);
        string script = Repository.PathOf("tests/fixtures/execute.mjs");
        using Process node = Process.Start(new ProcessStartInfo("node", [script, skill.WasmPath!, "a tool"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = tools,
        })!;

        Assert.That(await node.StandardOutput.ReadToEndAsync(), Is.EqualTo("A TOOL\n"));
    }

    private static string DigestOf(InstalledSkill skill) =>
        skill.Files.Single(file => file.Path == SkillPackage.WasmFileName).Sha256;

    private static async Task<string> ExecuteAsync(InstalledSkill skill, string input) =>
        (await _bench!.Executor.ExecuteAsync(skill, input)).Output;

    // An install takes a second: the same source is installed once.
    private static async Task<InstalledSkill> InstallAsync(string source)
    {
        if (!Installed.TryGetValue(source, out InstalledSkill? skill))
        {
            skill = await _bench!.InstallAsync(
                $"tool-{Guid.NewGuid():N}", [("SKILL.md", Bytes(Manifest)), ("skill.py", Bytes(source))]);
            Installed.Add(source, skill);
        }

        return skill;
    }

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
