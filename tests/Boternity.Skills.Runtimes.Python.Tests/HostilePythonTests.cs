using Boternity.Skills.Execution;

namespace Boternity.Skills.Runtimes.Python.Tests;

/// <summary>Scripts that mean harm end as they should, and leave nothing to the next one.</summary>
public sealed class HostilePythonTests
{
    // Here, and not where the host is asked for: an assertion that expects an error would take the skip for one.
    [SetUp]
    public void SetUp() => PythonBench.RequireRuntime();

    [TestCase("while True: pass")]
    [TestCase("import re; re.match(r'(a+)+$', 'a' * 64 + 'b')")]
    [TestCase("try:\n    while True: pass\nexcept BaseException:\n    while True: pass")]
    [TestCase("print(9 ** 9 ** 9)")]
    public async Task Run_EndlessWork_EndsAtItsFuel(string script)
    {
        SkillLimits limits = new() { MaxFuel = 300_000_000 };

        SkillLimitExceededException error = (await Assert.ThrowsAsync<SkillLimitExceededException>(
            () => PythonBench.Shared.RunAsync(script, new SkillScriptOptions { Limits = limits })))!;

        Assert.That(error.Kind, Is.EqualTo(SkillLimitKind.Fuel));
    }

    [Test]
    public async Task Run_EndlessSleep_EndsAtItsTime()
    {
        SkillLimits limits = new() { Timeout = TimeSpan.FromSeconds(2) };

        SkillLimitExceededException error = (await Assert.ThrowsAsync<SkillLimitExceededException>(
            () => PythonBench.Shared.RunAsync(
                "import time; time.sleep(1e6)", new SkillScriptOptions { Limits = limits })))!;

        Assert.That(error.Kind, Is.EqualTo(SkillLimitKind.Time));
    }

    [Test]
    public async Task Run_MemoryWithoutEnd_IsAMemoryErrorOrTheLimit()
    {
        // The interpreter sees that memory does not grow; it can catch that, and get no further.
        SkillScriptResult result = await PythonBench.Shared.RunAsync("""
            kept = []
            try:
                while True:
                    kept.append(bytearray(1 << 20))
            except MemoryError:
                count = len(kept)
                kept.clear()
                print(count < 256)
            """);

        Assert.That(result.OutputText, Is.EqualTo("True\n"), result.ErrorText);
        Assert.That(result.PeakMemoryBytes, Is.LessThanOrEqualTo(256L << 20));
    }

    [TestCase("import sys\nwhile True: sys.stdout.write('x' * 100000)")]
    [TestCase("import os\nwhile True: os.write(1, b'x' * 100000)")]
    public async Task Run_OutputWithoutEnd_EndsAtItsLimit(string script)
    {
        SkillLimitExceededException error = (await Assert.ThrowsAsync<SkillLimitExceededException>(
            () => PythonBench.Shared.RunAsync(script)))!;

        Assert.That(error.Kind, Is.EqualTo(SkillLimitKind.Output));
    }

    [Test]
    public async Task Run_PathsOfTheHost_AreNotThere()
    {
        string secret = PythonBench.Shared.PathOf("secret.txt");
        await File.WriteAllTextAsync(secret, "secret");
        string work = PythonBench.Shared.PathOf("work");
        Directory.CreateDirectory(work);
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(Path.Combine(work, "link"), secret);
            File.CreateSymbolicLink(Path.Combine(work, "folder"), Path.GetDirectoryName(secret)!);
        }

        SkillScriptResult result = await PythonBench.Shared.RunAsync(
            """
            import os
            secret = os.environ["SECRET"]
            tries = ["/etc/passwd", "../../etc/passwd", "/workspace/../../../etc/passwd", "/skill/../../etc/passwd",
                     secret, "link", "folder/secret.txt", "/proc/self/environ", "/tmp/../etc/passwd", "\0/etc/passwd"]
            for path in tries:
                try:
                    print("READ", path, open(path).read())
                except (OSError, ValueError):
                    pass
            for target in (secret, "/etc/passwd", "../secret.txt"):
                try:
                    os.symlink(target, "/workspace/made")
                    print("READ", open("/workspace/made").read())
                except OSError:
                    pass
                finally:
                    try:
                        os.unlink("/workspace/made")
                    except OSError:
                        pass
            for path in ("/skill/scripts/main.py", "/skill/new.py", "/usr/lib/python/python313.zip", "/new"):
                for mode in ("a", "w", "r+"):
                    try:
                        with open(path, mode) as file:
                            file.write("x")
                        print("WRITTEN", path, mode)
                    except OSError:
                        pass
            print(os.listdir("/"))
            """,
            new SkillScriptOptions { WorkDirectory = work, Environment = [new("SECRET", secret)] });

        Assert.That(result.OutputText, Does.Not.Contain("READ").And.Not.Contain("WRITTEN"), result.ErrorText);
        Assert.That(result.OutputText, Does.Not.Contain("home").And.Not.Contain("etc"));
        Assert.That(result.ExitCode, Is.Zero, result.ErrorText);
    }

    [Test]
    public async Task Run_Environment_HasNothingOfTheHost()
    {
        Environment.SetEnvironmentVariable("BOTERNITY_TEST_SECRET", "secret of the host");

        SkillScriptResult result = await PythonBench.Shared.RunAsync("import os; print(sorted(os.environ))");

        Assert.That(
            result.OutputText.Trim(),
            Is.EqualTo(
                "['HOME', 'LANG', 'NO_COLOR', 'PWD', 'PYTHONDONTWRITEBYTECODE', 'PYTHONUTF8', 'TMPDIR']"));
    }

    [Test]
    public async Task Run_AfterAScriptThatPoisonsItsInterpreter_IsClean()
    {
        InstalledSkill poison = await PythonBench.Shared.InstallAsync("poison", """
            import builtins, json, os, random, sys
            builtins.print = lambda *a, **k: None
            json.dumps = lambda *a, **k: "poisoned"
            sys.modules["csv"] = None
            sys.path.insert(0, "/tmp")
            os.environ["LEFT"] = "behind"
            open("/tmp/json.py", "w").write("x = 1")
            builtins.left_behind = True
            random.seed(1)
            import boternity_start, _boternity
            boternity_start.prepare = None
            _boternity.call = None
            os._exit(0)
            """);
        InstalledSkill clean = await PythonBench.Shared.InstallAsync("clean", """
            import builtins, csv, json, os, random, sys
            print(json.dumps({}), "LEFT" in os.environ, os.listdir("/tmp"), hasattr(builtins, "left_behind"))
            print(sys.path[0])
            """);

        Assert.That(
            (await PythonBench.Shared.Executor.ExecuteScriptAsync(poison, "scripts/main.py")).ExitCode, Is.Zero);
        SkillScriptResult result = await PythonBench.Shared.Executor.ExecuteScriptAsync(clean, "scripts/main.py");

        Assert.That(result.OutputText, Is.EqualTo("{} False [] False\n/skill/scripts\n"), result.ErrorText);
    }

    [Test]
    public async Task Run_RandomNumbers_DifferFromRunToRun()
    {
        InstalledSkill skill = await PythonBench.Shared.InstallAsync("random", """
            import os, random, secrets, tempfile, uuid
            print(random.random())
            print(uuid.uuid4())
            print(secrets.token_hex())
            print(os.urandom(8).hex())
            print(tempfile.mkdtemp())
            print(random.Random().random())
            """);

        SkillScriptResult first = await PythonBench.Shared.Executor.ExecuteScriptAsync(skill, "scripts/main.py");
        SkillScriptResult second = await PythonBench.Shared.Executor.ExecuteScriptAsync(skill, "scripts/main.py");

        Assert.That(first.OutputText.Split('\n'), Has.Length.EqualTo(7));
        Assert.That(
            first.OutputText.Split('\n')[..6].Intersect(second.OutputText.Split('\n')), Is.Empty);
    }

    [Test]
    public async Task Run_TemporaryFilesWithoutEnd_AreRefused()
    {
        SkillScriptResult result = await PythonBench.Shared.RunAsync("""
            import os
            try:
                with open("/tmp/big", "wb") as file:
                    for _ in range(4096):
                        file.write(bytes(1 << 20))
                print("ALL WRITTEN")
            except OSError as error:
                print("refused", error.errno is not None)
            """);

        Assert.That(result.OutputText, Is.EqualTo("refused True\n"), result.ErrorText);
    }
}
