using System.Collections.Concurrent;
using System.Text;
using Boternity.Skills.Auditing;
using Boternity.Skills.Execution;
using Boternity.Skills.Grants;
using Boternity.Skills.Scripts;
using Boternity.Skills.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Conformance.Tests;

/// <summary>What a script finds in its sandbox, and what it gives.</summary>
[TestFixture(Engines.Managed)]
[TestFixture(Engines.Wasmtime)]
internal sealed class ScriptExecutionTests(string engine) : EngineTests(engine), IDisposable
{
    private readonly ScriptBench _bench = new(builder => Engines.Use(builder, engine));

    public void Dispose() => _bench.Dispose();

    [Test]
    public async Task Run_ArgumentsAndInput_ReachTheScript()
    {
        SkillScriptResult result = await _bench.RunAsync("args\ninput\n", new SkillScriptOptions
        {
            Arguments = ["one", "two words", "höher"],
            StandardInput = "typed"u8.ToArray(),
        });

        Assert.That(
            result.OutputText,
            Is.EqualTo("obey\n/skill/scripts/main.obey\none\ntwo words\nhöher\ntyped"));
        Assert.That(result.ExitCode, Is.Zero);
        Assert.That(result.FuelConsumed, Is.GreaterThan(0));
        Assert.That(result.PeakMemoryBytes, Is.GreaterThan(1 << 20));
    }

    [Test]
    public async Task Run_ArgumentsThatNameFilesOfTheSkill_LeadThere()
    {
        InstalledSkill skill = await _bench.InstallAsync(
            ("scripts/main.obey", "args\ncat /skill/assets/form.txt\n"),
            ("assets/form.txt", "of the skill\n"),
            ("assets/deep/a.txt", "x"));
        string work = _bench.PathOf("told");
        Directory.CreateDirectory(Path.Combine(work, "assets", "deep"));

        SkillScriptResult result = await _bench.Executor.ExecuteScriptAsync(
            skill,
            "scripts/main.obey",
            new SkillScriptOptions
            {
                Arguments =
                [
                    "assets/form.txt",
                    "./scripts//main.obey",
                    "--form=assets/form.txt",
                    "assets/deep",
                    "assets/",
                    "assets/for",
                    "assets/../assets/form.txt",
                    "form=assets/form.txt",
                    "SKILL.md",
                    "/assets/form.txt",
                ],
                WorkDirectory = work,
            });

        Assert.That(
            result.OutputText.Split('\n')[2..],
            Is.EqualTo(new[]
            {
                "/skill/assets/form.txt",
                "/skill/scripts/main.obey",
                "--form=/skill/assets/form.txt",
                "assets/deep",
                "assets/",
                "assets/for",
                "assets/../assets/form.txt",
                "form=assets/form.txt",
                "SKILL.md",
                "/assets/form.txt",
                "of the skill",
                "",
            }));
    }

    [Test]
    public async Task Run_WhateverEndsAScript_IsInTheAuditWithItsReason()
    {
        var audit = new Audit();
        using var bench = new ScriptBench(builder =>
        {
            Engines.Use(builder, Engine);
            builder.Services.AddSingleton<ISkillAudit>(audit);
        });
        InstalledSkill skill = await bench.InstallAsync(
            ("scripts/http.obey", "http GET https://api.example/x\nreturn 3\n"),
            ("scripts/spin.obey", "spin\n"),
            ("scripts/cat.obey", "cat /skill/references/a.txt\n"),
            ("references/a.txt", "a reference\n"));
        audit.Events.Clear();

        SkillScriptResult denied = await bench.Executor.ExecuteScriptAsync(skill, "scripts/http.obey");
        await Assert.ThrowsAsync<SkillLimitExceededException>(() => bench.Executor.ExecuteScriptAsync(
            skill,
            "scripts/spin.obey",
            new SkillScriptOptions { Limits = SkillLimits.Verified with { MaxFuel = 50_000_000 } }));
        await File.WriteAllTextAsync(Path.Combine(skill.RootPath, "references", "a.txt"), "b reference\n");
        await Assert.ThrowsAsync<SkillIntegrityException>(
            () => bench.Executor.ExecuteScriptAsync(skill, "scripts/cat.obey"));

        SkillCapabilityUse use = denied.CapabilityUses.Single();
        Assert.That(denied.ExitCode, Is.EqualTo(3));
        Assert.That(
            (use.Capability, use.Denied, use.DenialReason),
            Is.EqualTo((SkillCapability.HttpGet, 1, (SkillDenialReason?)SkillDenialReason.NotGranted)));
        Assert.That(
            audit.Events.Select(static one => $"{one.Action} {one.Script} {one.Outcome}"),
            Is.EqualTo(new[]
            {
                "Executing scripts/http.obey started",
                "Executed scripts/http.obey success",
                "Executing scripts/spin.obey started",
                $"Executed scripts/spin.obey {SkillErrorCodes.ExecutionLimit}",
                $"IntegrityViolated  {SkillErrorCodes.StoreIntegrity}",
                $"Executed scripts/cat.obey {SkillErrorCodes.StoreIntegrity}",
            }));
        Assert.That(
            audit.Events.First(static one => one.Action == SkillAuditAction.Executed).CapabilityUses!.Single(),
            Is.EqualTo(use));
    }

    [Test]
    public async Task Run_RuntimeThatIsAComponent_RunsTheScript()
    {
        using var bench = new ScriptBench(builder =>
        {
            Engines.Use(builder, Engine);
            builder.AddScriptRuntime(new WasiScriptRuntime
            {
                Name = "words",
                Version = "1.0",
                Language = "words",
                FileExtensions = [".words"],
                Kind = WasmBinaryKind.Component,
                Module = Engines.Read("command.wasm"),
                Options = ["-q"],
            });
        });
        InstalledSkill skill = await bench.InstallAsync(("scripts/main.words", "of the skill\n"));

        SkillScriptResult arguments = await RunAsync("args", "one");
        SkillScriptResult file = await RunAsync("cat /skill/scripts/main.words");
        SkillScriptResult written = await RunAsync("write /workspace/new.txt text");
        SkillScriptResult failed = await RunAsync("fail");

        Assert.That(skill.Scripts.Single().Runtime, Is.EqualTo("words 1.0"));
        Assert.That(arguments.OutputText, Is.EqualTo("words\n-q\n/skill/scripts/main.words\none\n"));
        Assert.That(file.OutputText, Is.EqualTo("of the skill\n"));
        Assert.That(written.Files.Single().Path, Is.EqualTo("new.txt"));
        Assert.That((failed.ExitCode, failed.ErrorText), Is.EqualTo((1, "command: failed as it was told\n")));

        Task<SkillScriptResult> RunAsync(string input, params string[] values) => bench.Executor.ExecuteScriptAsync(
            skill,
            "scripts/main.words",
            new SkillScriptOptions { StandardInput = Encoding.UTF8.GetBytes(input), Arguments = values });
    }

    [Test]
    public async Task Run_Environment_IsTheSandboxsAndTheCalls()
    {
        SkillScriptResult result = await _bench.RunAsync("env\n", new SkillScriptOptions
        {
            Environment = [new("MINE", "yes"), new("LANG", "C")],
        });

        Assert.That(
            result.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            Is.EquivalentTo(new[]
            {
                "HOME=/workspace",
                "PWD=/workspace",
                "TMPDIR=/tmp",
                "LANG=C",
                "NO_COLOR=1",
                "OBEY=always",
                "MINE=yes",
            }));
    }

    [TestCase("return 3", 3)]
    [TestCase("exit 4", 4)]
    [TestCase("nonsense", 2)]
    public async Task Run_ExitCode_IsAResult(string line, int code)
    {
        SkillScriptResult result = await _bench.RunAsync($"say out\ncomplain err\n{line}\n");

        Assert.That(result.ExitCode, Is.EqualTo(code));
        Assert.That(result.OutputText, Is.EqualTo("out\n"));
        Assert.That(result.ErrorText, Does.StartWith("err\n"));
    }

    [Test]
    public async Task Run_SkillsFolder_IsReadOnly()
    {
        InstalledSkill skill = await _bench.InstallAsync(
            (
                "scripts/main.obey",
                "cat /skill/references/a.txt\nwrite /skill/new.txt x\nremove /skill/SKILL.md\nlist /skill\n"),
            ("references/a.txt", "a reference\n"));

        SkillScriptResult result = await _bench.Executor.ExecuteScriptAsync(skill, "scripts/main.obey");

        Assert.That(
            result.OutputText,
            Is.EqualTo(
                "a reference\n/skill/new.txt: Read-only file system\n/skill/SKILL.md: Read-only file system\n3\n"));
        await _bench.Get<ISkillStore>().CheckAsync(skill, SkillIntegrityCheck.Full);
    }

    [Test]
    public async Task Run_FileOfTheSkillChangedMeanwhile_IsNotReadAsTheOldOne()
    {
        InstalledSkill skill = await _bench.InstallAsync(
            ("scripts/main.obey", "cat /skill/references/a.txt\n"), ("references/a.txt", "a reference\n"));
        await File.WriteAllTextAsync(Path.Combine(skill.RootPath, "references", "a.txt"), "b reference\n");

        await Assert.ThrowsAsync<SkillIntegrityException>(
            () => _bench.Executor.ExecuteScriptAsync(skill, "scripts/main.obey"));
    }

    [Test]
    public async Task Run_PrivateWorkDirectory_GivesWhatWasWritten()
    {
        SkillScriptResult result = await _bench.RunAsync("write /workspace/a.txt written\nwrite /tmp/b.txt gone\n");

        SkillScriptFile file = result.Files.Single();
        Assert.That((file.Path, file.IsNew, file.Size), Is.EqualTo(("a.txt", true, 7L)));
        Assert.That(Encoding.UTF8.GetString(file.Content!.Value.Span), Is.EqualTo("written"));
    }

    [Test]
    public async Task Run_PrivateDirectories_AreGoneAfterwards()
    {
        string[] before = Directory.GetDirectories(Path.GetTempPath(), "boternity-script-*");

        await _bench.RunAsync("write /workspace/a.txt x\nwrite /tmp/b.txt y\n");

        Assert.That(Directory.GetDirectories(Path.GetTempPath(), "boternity-script-*").Except(before), Is.Empty);
    }

    [Test]
    public async Task Run_WorkDirectoryOfTheHost_IsUsedAndCompared()
    {
        string work = _bench.PathOf("work");
        Directory.CreateDirectory(Path.Combine(work, "sub"));
        await File.WriteAllTextAsync(Path.Combine(work, "kept.txt"), "kept");
        await File.WriteAllTextAsync(Path.Combine(work, "sub", "changed.txt"), "before");

        SkillScriptResult result = await _bench.RunAsync(
            "cat /workspace/kept.txt\nwrite /workspace/sub/changed.txt afterwards\nwrite /workspace/new.txt n\n",
            new SkillScriptOptions { WorkDirectory = work });

        Assert.That(result.OutputText, Is.EqualTo("kept"));
        Assert.That(
            result.Files.Select(file => (file.Path, file.IsNew, file.Content is null)),
            Is.EqualTo(new[] { ("new.txt", true, true), ("sub/changed.txt", false, true) }));
        Assert.That(await File.ReadAllTextAsync(Path.Combine(work, "sub", "changed.txt")), Is.EqualTo("afterwards"));
    }

    [TestCase("cat /etc/passwd")]
    [TestCase("cat /workspace/../../etc/passwd")]
    [TestCase("cat /skill/../../../etc/passwd")]
    [TestCase("cat /workspace/link")]
    public async Task Run_PathOutOfTheSandbox_LeadsNowhere(string line)
    {
        string work = _bench.PathOf("work");
        Directory.CreateDirectory(work);
        File.CreateSymbolicLink(Path.Combine(work, "link"), "/etc/passwd");

        SkillScriptResult result = await _bench.RunAsync(line, new SkillScriptOptions { WorkDirectory = work });

        Assert.That(result.OutputText, Does.Contain(": ").And.Not.Contain("root:"));
    }

    [Test]
    public async Task Run_GrantedDirectory_IsThereToo()
    {
        Directory.CreateDirectory(_bench.PathOf("data"));
        await File.WriteAllTextAsync(_bench.PathOf("data", "a.txt"), "granted");

        SkillScriptResult result = await _bench.RunAsync("cat /data/a.txt", new SkillScriptOptions
        {
            Grants = ReadOf("/data"),
        });

        Assert.That(result.OutputText, Is.EqualTo("granted"));
        Assert.That(result.CapabilityUses.Select(use => use.Scope), Does.Contain("/data"));
    }

    [TestCase("/skill")]
    [TestCase("/usr/lib/obey")]
    public async Task Run_GrantUnderATakenPath_IsTheHostsError(string path)
    {
        Directory.CreateDirectory(_bench.PathOf("data"));

        SkillExecutionException error = (await Assert.ThrowsAsync<SkillExecutionException>(
            () => _bench.RunAsync("say x", new SkillScriptOptions { Grants = ReadOf(path) })))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.ScriptMountTaken));
        Assert.That(error.Message, Does.Contain(path));
    }

    [Test]
    public async Task Run_ScriptThatStartsAnother_GetsItsOutputAndPaysForIt()
    {
        InstalledSkill skill = await _bench.InstallAsync(
            ("scripts/main.obey", "start scripts/other.obey\n"),
            ("scripts/other.obey", "args\ninput\ncomplain seen\nreturn 5\n"));

        SkillScriptResult result = await _bench.Executor.ExecuteScriptAsync(skill, "scripts/main.obey");
        SkillScriptResult alone = await _bench.Executor.ExecuteScriptAsync(
            skill, "scripts/other.obey", new SkillScriptOptions { StandardInput = "for the other"u8.ToArray() });

        Assert.That(
            result.OutputText,
            Is.EqualTo(
                "{\"exitCode\":5,\"stdoutLength\":52}\n"
                    + "obey\n/skill/scripts/other.obey\none\ntwo\nfor the otherseen\n\n"));
        Assert.That(result.FuelConsumed, Is.GreaterThan(alone.FuelConsumed));
        Assert.That(result.PeakMemoryBytes, Is.GreaterThan(alone.PeakMemoryBytes));
    }

    [Test]
    public async Task Run_ScriptThatStartsItself_EndsAtADepth()
    {
        SkillScriptResult result = await _bench.RunAsync("say in\nstart scripts/main.obey\n");

        Assert.That(result.OutputText, Does.Contain("More than 4 scripts start one another."));
        Assert.That(result.OutputText.Split("in\n"), Has.Length.EqualTo(6));
    }

    [Test]
    public async Task Run_OperationThatThereIsNot_AnswersMinusOne() =>
        Assert.That((await _bench.RunAsync("ask 99\n")).OutputText, Is.EqualTo("code -1\n"));

    [Test]
    public async Task Run_HostFunctions_AreUnderTheGrants()
    {
        SkillScriptResult result = await _bench.RunAsync(
            "host {\"function\":\"get-secret\",\"arguments\":[\"key\"]}\n"
                + "host {\"function\":\"log\",\"arguments\":[\"info\",\"a line\"]}\n"
                + "host {\"function\":\"nothing\"}\n"
                + "host not JSON\n");

        string[] answers = result.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(answers[0], Does.Contain("get_secret not granted"));
        Assert.That(answers[1], Is.EqualTo("{\"ok\":true}"));
        Assert.That(answers[2], Does.Contain("\"kind\":\"invalid\""));
        Assert.That(answers[3], Does.Contain("\"kind\":\"invalid\""));
        Assert.That(result.Log.Single().Message, Is.EqualTo("a line"));
    }

    [Test]
    public async Task Run_OutputHandler_IsToldAsItIsWritten()
    {
        List<(bool IsError, string Text)> told = [];

        SkillScriptResult result = await _bench.RunAsync("say one\ncomplain two\n", new SkillScriptOptions
        {
            OnOutput = output => told.Add((output.IsError, output.Text)),
        });

        Assert.That(TextOf(isError: false), Is.EqualTo(result.OutputText).And.EqualTo("one\n"));
        Assert.That(TextOf(isError: true), Is.EqualTo(result.ErrorText).And.EqualTo("two\n"));

        string TextOf(bool isError) =>
            string.Concat(told.Where(piece => piece.IsError == isError).Select(piece => piece.Text));
    }

    [Test]
    public async Task Run_RandomSeed_RepeatsTheNumbers()
    {
        var options = new SkillScriptOptions { RandomSeed = 7 };
        string first = (await _bench.RunAsync("random\n", options)).OutputText;

        Assert.That((await _bench.RunAsync("random\n", options)).OutputText, Is.EqualTo(first));
        Assert.That((await _bench.RunAsync("random\n")).OutputText, Is.Not.EqualTo(first));
    }

    [Test]
    public async Task Run_ScriptThatThereIsNot_NamesThoseThatThereAre()
    {
        InstalledSkill skill = await _bench.InstallAsync(("scripts/main.obey", "say x\n"));

        SkillScriptException error = (await Assert.ThrowsAsync<SkillScriptException>(
            () => _bench.Executor.ExecuteScriptAsync(skill, "scripts/mian.obey")))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.ScriptUnknown));
        Assert.That(error.Message, Does.Contain("scripts/main.obey"));
    }

    [Test]
    public async Task Run_LanguageWithoutARuntime_SaysWhatToAdd()
    {
        InstalledSkill skill = await _bench.InstallAsync(("scripts/a.rb", "puts 1\n"));

        SkillScriptException error = (await Assert.ThrowsAsync<SkillScriptException>(
            () => _bench.Executor.ExecuteScriptAsync(skill, "scripts/a.rb")))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.ScriptNoRuntime));
        Assert.That(error.Message, Does.Contain("ruby").And.Contain("AddPython()"));
    }

    private SkillGrants ReadOf(string guestPath) => new()
    {
        Directories =
        [
            new SkillDirectoryGrant
            {
                GuestPath = guestPath,
                HostPath = _bench.PathOf("data"),
                Access = SkillFileAccess.Read,
            },
        ],
    };

    private sealed class Audit : ISkillAudit
    {
        public ConcurrentQueue<SkillAuditEvent> Events { get; } = new();

        public ValueTask RecordAsync(SkillAuditEvent auditEvent, CancellationToken cancellationToken = default)
        {
            Events.Enqueue(auditEvent);
            return ValueTask.CompletedTask;
        }
    }
}
