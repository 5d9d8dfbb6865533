using System.Text;
using Boternity.Skills.Compilation;
using Boternity.Skills.Execution;
using Boternity.Skills.Storage;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.Execution;

public sealed class SkillExecutorTests
{
    private readonly ProgrammableEngine _engine = new();
    private TemporaryDirectory _directory = null!;
    private SkillExecutor _executor = null!;

    [SetUp]
    public void SetUp()
    {
        _directory = new TemporaryDirectory();
        _executor = NewExecutor(_engine);
    }

    [TearDown]
    public void TearDown()
    {
        _executor.Dispose();
        _directory.Dispose();
    }

    private static SkillExecutor NewExecutor(IWasmEngine? engine) => TestExecutors.Create(engine);

    private InstalledSkill Stub(string marker) =>
        TestSkills.Installed(_directory.Root, WasmBinaryKind.Stub, Encoding.UTF8.GetBytes(marker));

    private InstalledSkill Tool(SkillTrustTier tier = SkillTrustTier.Untrusted) =>
        TestSkills.Installed(_directory.Root, WasmBinaryKind.Module, TestSkills.EmptyModule, tier);

    [Test]
    public async Task ExecuteAsync_StubMarker_AnswersTheBodyBeforeAnyEngine()
    {
        WasmBinary? stub = await new WasmCompiler(
            Options.Create(
                new WasmCompilerOptions())).CompileAsync(TestSkills.Package(TestSkills.Manifest(), "The body.\n"));
        using SkillExecutor executor = NewExecutor(engine: null);

        SkillExecutionResult result = await executor.ExecuteAsync(
            Stub(Encoding.UTF8.GetString(stub!.Bytes.Span)), "input");

        Assert.That(result.Output, Is.EqualTo("The body.\n"));
        Assert.That(result.IsStub, Is.True);
        Assert.That(result.FuelConsumed, Is.Zero);
        Assert.That(result.PeakMemoryBytes, Is.Null);
        Assert.That(result.InvocationId, Is.Not.Empty);
        Assert.That(_engine.Loads, Is.Zero);
    }

    [TestCase(
        """{"boternity_wasm_stub": true, "version": 2, "body": "x"}""", "version is 2; this executor knows version 1")]
    [TestCase("""{"boternity_wasm_stub": true, "version": "1", "body": "x"}""", "version is \"1\"")]
    [TestCase("""{"boternity_wasm_stub": true, "body": "x"}""", "version is absent")]
    [TestCase("""{"boternity_wasm_stub": true, "version": 1}""", "'body' is not a string")]
    [TestCase("""{"boternity_wasm_stub": true, "version": 1, "body": 7}""", "'body' is not a string")]
    [TestCase("""{"boternity_wasm_stub": "true", "version": 1, "body": "x"}""", "'boternity_wasm_stub' is not true")]
    [TestCase("[]", "'boternity_wasm_stub' is not true")]
    [TestCase("{", "not JSON")]
    [TestCase("""{"boternity_wasm_stub": true, "version": 1, "body": "\ud800"}""", "not Unicode text")]
    [TestCase("""{"boternity_wasm_stub": true, "version": 1, "\ud800": "x"}""", "not Unicode text")]
    public async Task ExecuteAsync_DamagedMarker_SaysWhatIsWrong(string marker, string reason)
    {
        SkillExecutionException error =
            (await Assert.ThrowsAsync<SkillExecutionException>(() => _executor.ExecuteAsync(Stub(marker), "")))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.ExecutionStubInvalid));
        Assert.That(error.Message, Does.Contain(reason));
    }

    [Test]
    public async Task ExecuteAsync_Tool_GivesTheEngineInputLimitsAndContext()
    {
        WasmRunRequest? seen = null;
        _engine.OnRun = (request, _) =>
        {
            seen = request;
            return Task.FromResult(EngineResults.Answer("out", 7, 131_072));
        };
        var options = new SkillExecutionOptions
        {
            InvocationId = "inv-1",
            BotName = "Bot",
            BotSlug = "bot",
            Arguments = ["one", "two"],
        };

        SkillExecutionResult result = await _executor.ExecuteAsync(Tool(), "in", options);

        Assert.That(EngineResults.InputOf(seen!), Is.EqualTo("in"));
        Assert.That(seen!.System.Arguments, Is.EqualTo(new[] { seen.Context.SkillName, "one", "two" }));
        Assert.That(seen.Context, Has.Property(nameof(SkillContext.InvocationId)).EqualTo("inv-1")
            .And.Property(nameof(SkillContext.BotName)).EqualTo("Bot")
            .And.Property(nameof(SkillContext.BotSlug)).EqualTo("bot"));
        Assert.That(result, Has.Property(nameof(SkillExecutionResult.Output)).EqualTo("out")
            .And.Property(nameof(SkillExecutionResult.FuelConsumed)).EqualTo(7)
            .And.Property(nameof(SkillExecutionResult.PeakMemoryBytes)).EqualTo(131_072)
            .And.Property(nameof(SkillExecutionResult.InvocationId)).EqualTo("inv-1")
            .And.Property(nameof(SkillExecutionResult.IsStub)).False);
    }

    [Test]
    public async Task ExecuteAsync_Limits_ComeFromTheTierUnlessGiven()
    {
        List<SkillLimits> seen = [];
        _engine.OnRun = (request, _) =>
        {
            seen.Add(request.Limits);
            return Task.FromResult(EngineResults.Answer("", 0, 0));
        };
        var given = new SkillLimits { MaxFuel = 5 };

        await _executor.ExecuteAsync(Tool(), "");
        await _executor.ExecuteAsync(Tool(SkillTrustTier.Verified), "");
        await _executor.ExecuteAsync(Tool(), "", new SkillExecutionOptions { Limits = given });

        Assert.That(seen, Is.EqualTo(new[] { SkillLimits.Untrusted, SkillLimits.Verified, given }));
        Assert.That(SkillLimits.Untrusted.MaxFuel, Is.LessThan(SkillLimits.Verified.MaxFuel));
        Assert.That(SkillLimits.Untrusted.MaxMemoryBytes, Is.LessThan(SkillLimits.Verified.MaxMemoryBytes));
        Assert.That(SkillLimits.Untrusted.Timeout, Is.LessThan(SkillLimits.Verified.Timeout));
        Assert.That(SkillLimits.Untrusted.MaxOutputBytes, Is.LessThan(SkillLimits.Verified.MaxOutputBytes));
    }

    [Test]
    public async Task ExecuteAsync_LimitsThatMakeNoSense_AreAnArgumentError([Values(0, -1)] long fuel) =>
        await Assert.ThrowsAsync<ArgumentException>(
            () =>
                _executor.ExecuteAsync(
                    Tool(), "", new SkillExecutionOptions { Limits = new SkillLimits { MaxFuel = fuel } }));

    [Test]
    public async Task ExecuteAsync_LocalTrust_IsRefused()
    {
        SkillExecutionException error =
            (await Assert.ThrowsAsync<SkillExecutionException>(
                () => _executor.ExecuteAsync(Tool(SkillTrustTier.Local), "")))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.ExecutionLocalTrust));
        Assert.That(error.Message, Does.Contain("local trust").And.Contain("no sandbox"));
        Assert.That(_engine.Loads, Is.Zero);
    }

    [Test]
    public async Task ExecuteAsync_PromptSkill_IsRefusedAndSaysHowItIsUsed()
    {
        InstalledSkill skill =
            Tool() with { Manifest = TestSkills.Manifest(type: SkillType.Prompt), WasmPath = null, WasmKind = null };

        SkillExecutionException error =
            (await Assert.ThrowsAsync<SkillExecutionException>(() => _executor.ExecuteAsync(skill, "")))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.ExecutionPromptSkill));
        Assert.That(error.Message, Does.Contain(nameof(ISkillStore.ReadBodyAsync)));
    }

    [Test]
    public async Task ExecuteAsync_NoEngine_SaysSo()
    {
        using SkillExecutor executor = NewExecutor(engine: null);

        SkillExecutionException error =
            (await Assert.ThrowsAsync<SkillExecutionException>(() => executor.ExecuteAsync(Tool(), "")))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.ExecutionNoEngine));
    }

    [Test]
    public async Task ExecuteAsync_SameBinary_IsLoadedOnce()
    {
        InstalledSkill skill = Tool();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _executor.ExecuteAsync(skill, "")));

        Assert.That(_engine.Loads, Is.EqualTo(1));
    }

    [Test]
    public async Task ExecuteAsync_ChangedProgram_IsAnIntegrityError()
    {
        InstalledSkill skill = Tool();
        File.WriteAllBytes(skill.WasmPath!, TestSkills.EmptyComponent);

        SkillIntegrityException error =
            (await Assert.ThrowsAsync<SkillIntegrityException>(() => _executor.ExecuteAsync(skill, "")))!;

        Assert.That(error.File, Is.EqualTo(SkillPackage.WasmFileName));
    }

    [Test]
    public async Task ExecuteAsync_OverTime_IsALimitError()
    {
        _engine.OnRun = async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return null!;
        };
        var limits = new SkillLimits { Timeout = TimeSpan.FromMilliseconds(30) };

        SkillLimitExceededException error = (await Assert.ThrowsAsync<SkillLimitExceededException>(
            () => _executor.ExecuteAsync(Tool(), "", new SkillExecutionOptions { Limits = limits })))!;

        Assert.That(error.Kind, Is.EqualTo(SkillLimitKind.Time));
        Assert.That(error.Limit, Is.EqualTo(30));
    }

    [Test]
    public async Task ExecuteAsync_LoadThatTakesLong_DoesNotCountAgainstTheTimeLimit()
    {
        var limits = new SkillLimits { Timeout = TimeSpan.FromSeconds(1) };
        _engine.OnLoad = _ => Task.Delay(limits.Timeout * 1.2);

        SkillExecutionResult result = await _executor.ExecuteAsync(
            Tool(), "now", new SkillExecutionOptions { Limits = limits });

        Assert.That(result.Output, Is.EqualTo("ran now"));
    }

    [Test]
    public async Task ExecuteAsync_CancelledWhileItLoads_StopsTheLoad()
    {
        using var source = new CancellationTokenSource();
        var stopped = new TaskCompletionSource();
        _engine.OnLoad = async _ =>
        {
            await source.CancelAsync();
            await using (_engine.LoadToken.Register(stopped.SetResult))
            {
                await stopped.Task;
            }

            _engine.LoadToken.ThrowIfCancellationRequested();
        };

        OperationCanceledException error = (await Assert.CatchAsync<OperationCanceledException>(
            () => _executor.ExecuteAsync(Tool(), "", cancellationToken: source.Token)))!;

        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.That(error.CancellationToken, Is.EqualTo(source.Token));
    }

    [Test]
    public async Task ExecuteAsync_OneOverTimeThenOneInTime_HasTheWholeTimeAgain()
    {
        var limits = new SkillLimits { Timeout = TimeSpan.FromSeconds(1) };
        InstalledSkill skill = Tool();
        await _executor.ExecuteAsync(skill, "", new SkillExecutionOptions { Limits = limits });
        await Task.Delay(limits.Timeout * 1.2);
        _engine.OnRun = async (request, token) =>
        {
            await Task.Delay(limits.Timeout * 1.2, token);
            return EngineResults.Answer(EngineResults.InputOf(request), 1, 1);
        };
        await Assert.ThrowsAsync<SkillLimitExceededException>(
            () => _executor.ExecuteAsync(skill, "", new SkillExecutionOptions { Limits = limits }));

        SkillExecutionResult result = await _executor.ExecuteAsync(
            skill, "again", new SkillExecutionOptions { Limits = limits with { Timeout = TimeSpan.FromMinutes(1) } });

        Assert.That(result.Output, Is.EqualTo("again"));
    }

    [Test]
    public async Task ExecuteAsync_Cancelled_PassesTheCallersTokenOn()
    {
        using var source = new CancellationTokenSource();
        _engine.OnRun = async (_, token) =>
        {
            await source.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            return null!;
        };

        OperationCanceledException error = (await Assert.CatchAsync<OperationCanceledException>(
            () => _executor.ExecuteAsync(Tool(), "", cancellationToken: source.Token)))!;

        Assert.That(error.CancellationToken, Is.EqualTo(source.Token));
    }

    [Test]
    public async Task ExecuteAsync_OutputOverTheLimit_IsALimitError()
    {
        _engine.OnRun = (_, _) => Task.FromResult(EngineResults.Answer("äöü", 1, 1));
        var limits = new SkillLimits { MaxOutputBytes = 5 };

        SkillLimitExceededException error = (await Assert.ThrowsAsync<SkillLimitExceededException>(
            () => _executor.ExecuteAsync(Tool(), "", new SkillExecutionOptions { Limits = limits })))!;

        Assert.That(error.Kind, Is.EqualTo(SkillLimitKind.Output));
        Assert.That(error.Limit, Is.EqualTo(5));
    }

    [Test]
    public async Task ExecuteAsync_EngineFails_IsATypedErrorThatNamesTheEngine()
    {
        _engine.OnRun = (_, _) => throw new InvalidOperationException("boom");

        SkillExecutionException error =
            (await Assert.ThrowsAsync<SkillExecutionException>(() => _executor.ExecuteAsync(Tool(), "")))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.ExecutionEngineFailed));
        Assert.That(error.Message, Does.Contain("programmable").And.Contain("boom"));
        Assert.That(error.InnerException, Is.TypeOf<InvalidOperationException>());
    }

    [Test]
    public async Task ExecuteAsync_LoadThatFails_IsTriedAgainNextTime()
    {
        _engine.OnLoad = _ => throw new SkillLinkException("not today");
        InstalledSkill skill = Tool();
        await Assert.ThrowsAsync<SkillLinkException>(() => _executor.ExecuteAsync(skill, ""));

        _engine.OnLoad = _ => Task.CompletedTask;
        SkillExecutionResult result = await _executor.ExecuteAsync(skill, "again");

        Assert.That(result.Output, Is.EqualTo("ran again"));
    }

    [Test]
    public async Task ExecuteAsync_AfterDispose_IsAnObjectDisposedError()
    {
        _executor.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => _executor.ExecuteAsync(Tool(), ""));
    }
}
