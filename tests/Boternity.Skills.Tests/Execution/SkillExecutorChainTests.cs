using System.Text.Json;
using Boternity.Skills.Auditing;
using Boternity.Skills.Execution;
using Boternity.Skills.Scripts;
using Boternity.Skills.Tests.Guide;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Execution;

/// <summary>Chains of a real program and a real script, with the real engine, store and audit log.</summary>
public sealed class SkillExecutorChainTests
{
    private TemporaryDirectory _directory = null!;
    private ServiceProvider _provider = null!;
    private InstalledSkill _tool = null!;
    private InstalledSkill _scripts = null!;
    private InstalledSkill _stub = null!;

    [SetUp]
    public async Task SetUp()
    {
        _directory = new TemporaryDirectory();
        Write("c-skill", "SKILL.md", "---\nname: c-skill\ndescription: In C.\nmetadata:\n  skill-type: tool\n---\n");
        File.Copy(
            Repository.PathOf("tests/fixtures/wasm/c-skill.wasm"),
            _directory.PathOf("skills", "c-skill", "skill.wasm"));
        Write("stub", "SKILL.md", "---\nname: stub\ndescription: None.\nmetadata:\n  skill-type: tool\n---\nText.\n");
        Write("report", "SKILL.md", "---\nname: report\ndescription: d\n---\n");
        Write("report", "scripts/format.obey", "args\ninput\n");
        Write("report", "scripts/fail.obey", "complain no such word\nexit 3\n");
        var services = new ServiceCollection();
        services.AddBoternitySkills(options => options.StorePath = _directory.PathOf("store"))
            .AddDirectoryRegistry("local", _directory.PathOf("skills"))
            .AddScriptRuntime(new WasiScriptRuntime
            {
                Name = "obey",
                Version = "1.0",
                Language = "obey",
                FileExtensions = [".obey"],
                Module = await File.ReadAllBytesAsync(Repository.PathOf("tests/fixtures/wasm/script-runtime.wasm")),
            })
            .AddAuditLog(options => options.DirectoryPath = _directory.PathOf("audit"));
        _provider = services.BuildServiceProvider();
        var installer = _provider.GetRequiredService<ISkillInstaller>();
        _tool = await installer.InstallAsync(SkillReference.Parse("c-skill"));
        _scripts = await installer.InstallAsync(SkillReference.Parse("report"));
        _stub = await installer.InstallAsync(SkillReference.Parse("stub"));
    }

    [TearDown]
    public async Task TearDown()
    {
        await _provider.DisposeAsync();
        _directory.Dispose();
    }

    [Test]
    public async Task ExecuteChainAsync_ProgramAndScript_PassesTheOutputOnAndTiesTheTrail()
    {
        SkillChainResult result = await RunAsync(
            [Tool(), Script("scripts/format.obey")], "upper abc", new SkillChainOptions { ChainId = "chain-7" });

        Assert.That(result.Output, Does.Contain("ABC"));
        Assert.That(result.Steps.Select(step => step.InvocationId), Is.EqualTo(new[] { "chain-7/1", "chain-7/2" }));
        Assert.That(result.FuelConsumed, Is.EqualTo(result.Steps.Sum(step => step.FuelConsumed)).And.GreaterThan(0));
        Assert.That(result.PeakMemoryBytes, Is.EqualTo(result.Steps.Max(step => step.PeakMemoryBytes)));
        await _provider.DisposeAsync();
        Assert.That((await SkillAuditLog.VerifyAsync(_directory.PathOf("audit"))).IsIntact, Is.True);
        string[] trail =
        [
            .. (await File.ReadAllLinesAsync(_directory.PathOf("audit", "audit.jsonl")))
                .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("event"))
                .Where(one => one.TryGetProperty("chainId", out JsonElement id) && id.GetString() == "chain-7")
                .Select(one =>
                    $"{one.GetProperty("action")} {one.GetProperty("chainStep")} {one.GetProperty("skill")}"),
        ];
        Assert.That(trail, Is.EqualTo(new[]
        {
            "Executing 1 c-skill", "Executed 1 c-skill", "Executing 2 report", "Executed 2 report",
        }));
    }

    [Test]
    public async Task ExecuteChainAsync_StepThatFails_IsNamedAndTheRestDoesNotRun()
    {
        SkillChainException error = await FailsAsync(
            [Tool(), Script("scripts/fail.obey"), Tool()], "upper abc");

        Assert.That(
            (error.Code, error.Step, error.SkillId), Is.EqualTo((SkillErrorCodes.ExecutionChainStep, 2, "report")));
        Assert.That(error.Completed.Single().SkillId, Is.EqualTo("c-skill"));
        Assert.That(((SkillFailedException)error.Error).ExitCode, Is.EqualTo(3));
        Assert.That(error.Message, Does.StartWith("Step 2 of 3 (report, scripts/fail.obey) failed: "));
        Assert.That(error.FuelConsumed, Is.GreaterThan(error.Completed[0].FuelConsumed));
    }

    [Test]
    public async Task ExecuteChainAsync_StubAsALaterStep_IsRefusedBeforeAnythingRuns()
    {
        SkillChainException error = await FailsAsync([Tool(), new SkillChainStep { Skill = _stub }], "upper abc");

        Assert.That((error.Step, error.Error.Code), Is.EqualTo((2, SkillErrorCodes.ExecutionChainStub)));
        Assert.That(error.Completed, Is.Empty);
    }

    [Test]
    public async Task ExecuteChainAsync_PromptSkill_IsRefused() => Assert.That(
        (await FailsAsync([new SkillChainStep { Skill = _scripts }], "x")).Error.Code,
        Is.EqualTo(SkillErrorCodes.ExecutionPromptSkill));

    [Test]
    public async Task ExecuteChainAsync_FuelForTheFirstStepAlone_StopsTheSecond()
    {
        long first = (await RunAsync([Tool()], "upper abc")).FuelConsumed;

        SkillChainException error = await FailsAsync(
            [Tool(), Script("scripts/format.obey")],
            "upper abc",
            new SkillChainOptions { Budget = SkillLimits.Verified with { MaxFuel = first + 1 } });

        Assert.That(error.Step, Is.EqualTo(2));
        Assert.That(((SkillLimitExceededException)error.Error).Kind, Is.EqualTo(SkillLimitKind.Fuel));
    }

    [Test]
    public async Task ExecuteChainAsync_FuelUsedUpExactly_StopsBeforeTheNextStep()
    {
        long first = (await RunAsync([Tool()], "upper abc")).FuelConsumed;

        SkillChainException error = await FailsAsync(
            [Tool(), Tool()],
            "upper abc",
            new SkillChainOptions { Budget = SkillLimits.Verified with { MaxFuel = first } });

        Assert.That(error.Step, Is.EqualTo(2));
        Assert.That(error.Error.Message, Does.Contain("The steps before used"));
    }

    [Test]
    public async Task ExecuteChainAsync_OutputOverTheBudget_StopsTheStep()
    {
        SkillChainException error = await FailsAsync(
            [Tool()],
            "upper abcdefghij",
            new SkillChainOptions { Budget = SkillLimits.Verified with { MaxOutputBytes = 5 } });

        Assert.That(((SkillLimitExceededException)error.Error).Kind, Is.EqualTo(SkillLimitKind.Output));
    }

    [Test]
    public async Task ExecuteChainAsync_Cancelled_IsACancellation()
    {
        using var cancelling = new CancellationTokenSource();
        await cancelling.CancelAsync();

        await Assert.ThatAsync(
            () => Executor.ExecuteChainAsync([Tool()], "upper abc", null, cancelling.Token),
            Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task ExecuteChainAsync_NoStepOrTooMany_IsRefused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => RunAsync([], "x"));
        await Assert.ThrowsAsync<ArgumentException>(
            () => RunAsync([.. Enumerable.Repeat(Tool(), ChainRunner.MaxSteps + 1)], "x"));
    }

    [Test]
    public async Task Guide_Chain_RunsAsItStandsThere() => Assert.That(
        await SkillsTogether.RunChainAsync(Executor, _tool, _scripts, "upper abc"), Does.Contain("ABC"));

    private ISkillExecutor Executor => _provider.GetRequiredService<ISkillExecutor>();

    private SkillChainStep Tool() => new() { Skill = _tool };

    private SkillChainStep Script(string path) => new() { Skill = _scripts, Script = path };

    private Task<SkillChainResult> RunAsync(
        IReadOnlyList<SkillChainStep> steps, string input, SkillChainOptions? options = null) =>
        Executor.ExecuteChainAsync(steps, input, options);

    private async Task<SkillChainException> FailsAsync(
        IReadOnlyList<SkillChainStep> steps, string input, SkillChainOptions? options = null) =>
        (await Assert.ThrowsAsync<SkillChainException>(() => RunAsync(steps, input, options)))!;

    private void Write(string skill, string path, string text)
    {
        string file = _directory.PathOf(["skills", skill, .. path.Split('/')]);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
