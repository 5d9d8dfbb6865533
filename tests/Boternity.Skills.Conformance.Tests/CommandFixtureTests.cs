using Boternity.Skills.Execution;

namespace Boternity.Skills.Conformance.Tests;

/// <summary>Programs of WASI, 0.2 and preview 1: standard input is the input, standard output the result.</summary>
[TestFixture(Engines.Managed)]
[TestFixture(Engines.Wasmtime)]
internal sealed class CommandFixtureTests(string engine) : EngineTests(engine)
{
    private static IEnumerable<TestCaseData> Exits() => FixtureCase.Read("run")
        .Where(c => c.Exit is not null)
        .Select(c => new TestCaseData(c).SetArgDisplayNames(c.ToString()));

    [TestCaseSource(nameof(Exits))]
    public async Task Run_Fixture_EndsAsElsewhere(object fixture)
    {
        var expected = (FixtureCase)fixture;

        Task<FixtureRun> run = Engines.RunAsync(Engine, expected.Fixture, expected.Stdin!);

        if (expected.Exit == 0)
        {
            Assert.That((await run).Output, Is.EqualTo(expected.Stdout));
            return;
        }

        SkillFailedException failure = (await Assert.ThrowsAsync<SkillFailedException>(() => run))!;
        Assert.That((failure.ExitCode, failure.Error), Is.EqualTo((expected.Exit, expected.Stderr)));
    }

    [TestCase("command.wasm")]
    [TestCase("command-preview1.wasm")]
    public async Task Run_Abort_TrapsWithABacktrace(string fixture)
    {
        SkillTrapException trap =
            (await Assert.ThrowsAsync<SkillTrapException>(() => Engines.RunAsync(Engine, fixture, "abort")))!;

        Assert.That(trap.Trap, Is.EqualTo("unreachable"));
        Assert.That(trap.Backtrace, Is.Not.Empty);
    }

    [TestCase("command.wasm")]
    [TestCase("command-preview1.wasm")]
    public async Task Run_Loop_EndsWithTheFuel(string fixture)
    {
        SkillLimits limits = SkillLimits.Untrusted with { MaxFuel = 5_000_000 };

        SkillLimitExceededException limit = (await Assert.ThrowsAsync<SkillLimitExceededException>(
            () => Engines.RunAsync(Engine, fixture, "loop", limits: limits)))!;

        Assert.That((limit.Kind, limit.Limit), Is.EqualTo((SkillLimitKind.Fuel, 5_000_000L)));
    }

    [TestCase("command.wasm")]
    [TestCase("command-preview1.wasm")]
    public async Task Run_FloodOfOutput_EndsAtTheLimitOfOutput(string fixture)
    {
        SkillLimits limits = SkillLimits.Untrusted with { MaxOutputBytes = 100_000 };

        SkillLimitExceededException limit = (await Assert.ThrowsAsync<SkillLimitExceededException>(
            () => Engines.RunAsync(Engine, fixture, "flood", limits: limits)))!;

        Assert.That((limit.Kind, limit.Limit), Is.EqualTo((SkillLimitKind.Output, 100_000L)));
    }

    [TestCase("command.wasm")]
    [TestCase("command-preview1.wasm")]
    public async Task Run_Clocks_TellTheTimeAndWait(string fixture)
    {
        long before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

        string[] answer = (await Engines.RunAsync(Engine, fixture, "clocks")).Output.TrimEnd().Split(' ', 2);

        Assert.That(
            long.Parse(answer[0], System.Globalization.CultureInfo.InvariantCulture),
            Is.InRange(before, DateTimeOffset.UtcNow.ToUnixTimeSeconds()));
        Assert.That(answer[1], Is.EqualTo("slept"));
    }

    [TestCase("c-skill-wasi.wasm")]
    [TestCase("command.wasm")]
    [TestCase("command-preview1.wasm")]
    [TestCase("probe-0.2.0.wasm")]
    public async Task Run_SameSeed_RepeatsExactly(string fixture)
    {
        string input = fixture.StartsWith("probe", StringComparison.Ordinal) ? "insecure 8" : "random";

        FixtureRun first = await RunAsync(fixture, input, 17);
        FixtureRun again = await RunAsync(fixture, input, 17);
        FixtureRun otherSeed = await RunAsync(fixture, input, 18);
        FixtureRun noSeed = await RunAsync(fixture, input, null);

        Assert.That(again, Is.EqualTo(first));
        Assert.That(new[] { first.Output, otherSeed.Output, noSeed.Output }, Is.Unique);
    }

    [Test]
    public async Task Run_ClocksOfTheHost_AreTheOnlyOnesThatItSees()
    {
        var time = new StoppedTime();
        using IWasmProgram program = await Engines.LoadAsync(Engine, Engines.Read("c-skill-wasi.wasm"));
        using var host = new FixtureHost();
        FixtureRun first = await RunAsync();
        await Task.Delay(20);
        FixtureRun again = await RunAsync();

        Assert.That(again, Is.EqualTo(first));
        Assert.That(first.Output, Does.Contain("1700000000"));

        Task<FixtureRun> RunAsync()
        {
            WasmRunRequest request = FixtureContext.Request("clock", host, seed: 1);
            return Engines.RunAsync(program, request with { System = request.System with { Time = time } });
        }
    }

    [TestCase("c-skill-wasi.wasm", "exit 7", 1)]
    [TestCase("command-preview1.wasm", "fail", 3)]
    public async Task Run_Exit_IsAFailureWithItsCode(string fixture, string input, int code)
    {
        SkillFailedException failure =
            (await Assert.ThrowsAsync<SkillFailedException>(() => Engines.RunAsync(Engine, fixture, input)))!;

        Assert.That(failure.ExitCode, Is.EqualTo(code));
    }

    private Task<FixtureRun> RunAsync(string fixture, string input, long? seed) =>
        Engines.RunAsync(Engine, fixture, input, seed: seed);

    private sealed class StoppedTime : TimeProvider
    {
        public override long GetTimestamp() => 0;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
    }
}
