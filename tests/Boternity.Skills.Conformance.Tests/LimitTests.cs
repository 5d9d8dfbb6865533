using Boternity.Skills.Execution;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Conformance.Tests;

/// <summary>Limits, cancellation and many runs at once.</summary>
[TestFixture(Engines.Managed)]
[TestFixture(Engines.Wasmtime)]
internal sealed class LimitTests(string engine) : EngineTests(engine)
{
    private static readonly SkillLimits Endless = SkillLimits.Untrusted with
    {
        MaxFuel = long.MaxValue,
        Timeout = TimeSpan.FromMinutes(1),
    };

    [TestCase("command.wasm")]
    [TestCase("command-preview1.wasm")]
    public async Task Run_Cancelled_EndsWithWhatItCost(string fixture)
    {
        await Engines.RunAsync(Engine, fixture, "some text");
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        SkillExecutionCanceledException error = (await Assert.ThrowsAsync<SkillExecutionCanceledException>(
            () => Engines.RunAsync(
                Engine, fixture, "loop", limits: Endless, cancellationToken: cancellation.Token)))!;

        Assert.That(error.FuelConsumed, Is.Positive);
        Assert.That(error.PeakMemoryBytes, Is.Positive);
        Assert.That(error.CancellationToken, Is.EqualTo(cancellation.Token));
    }

    [TestCase("command.wasm")]
    [TestCase("command-preview1.wasm")]
    public async Task Run_TimeIsOver_IsTheLimitOfTime(string fixture)
    {
        SkillLimits limits = Endless with { Timeout = TimeSpan.FromMilliseconds(150) };

        SkillLimitExceededException error = (await Assert.ThrowsAsync<SkillLimitExceededException>(
            () => Engines.RunAsync(Engine, fixture, "loop", limits: limits)))!;

        Assert.That((error.Kind, error.Limit), Is.EqualTo((SkillLimitKind.Time, 150L)));
        Assert.That(error.FuelConsumed, Is.Positive);
    }

    [Test]
    public async Task Run_ManyAtOnce_AnswersEachItsOwn()
    {
        string[] answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(async number =>
        {
            string fixture = number % 2 == 0 ? "c-skill.wasm" : "c-skill-wasi.wasm";
            return (await Engines.RunAsync(Engine, fixture, $"upper number {number}")).Output;
        }));

        Assert.That(answers, Is.EqualTo(Enumerable.Range(0, 40).Select(number => $"NUMBER {number}")));
    }

    [Test]
    public async Task Run_TakesAllOfItsMemory_HasItInThePeak()
    {
        FixtureRun run = await Engines.RunAsync(Engine, "hostile/memory-hog.wasm", "x");

        Assert.That(
            run.PeakMemoryBytes,
            Is.InRange(SkillLimits.Untrusted.MaxMemoryBytes - 65_536, SkillLimits.Untrusted.MaxMemoryBytes));
    }

    [Test]
    public async Task Run_ThatFails_HasACost()
    {
        SkillTrapException error = (await Assert.ThrowsAsync<SkillTrapException>(
            () => Engines.RunAsync(Engine, "c-skill.wasm", "trap")))!;

        Assert.That(error.FuelConsumed, Is.Positive);
        Assert.That(error.PeakMemoryBytes, Is.GreaterThanOrEqualTo(65_536));
    }

    [Test]
    public async Task Run_HostThatThrows_LetsItThroughUnchanged()
    {
        var thrown = new InvalidTimeZoneException("the host's own");

        InvalidTimeZoneException error = (await Assert.ThrowsAsync<InvalidTimeZoneException>(
            () => Engines.RunAsync(Engine, "c-skill.wasm", "read-file notes.txt", new ThrowingHost(thrown))))!;

        Assert.That(error, Is.SameAs(thrown));
    }

    [Test]
    public async Task Load_MoreThanAllMayHold_IsTheLimitOfAll()
    {
        byte[] bytes = Engines.Read("c-skill.wasm");
        var binary = new WasmBinary { Kind = WasmBinaryKind.Component, Bytes = bytes };
        var small = new GuestMemoryBudget(1_000);
        var large = new GuestMemoryBudget(64 << 20);

        SkillLimitExceededException error = (await Assert.ThrowsAsync<SkillLimitExceededException>(
            async () => await Engines.Get(Engine).LoadAsync(
                binary, new WasmLoadOptions { SharedMemory = small })))!;
        IWasmProgram program = await Engines.Get(Engine).LoadAsync(
            binary, new WasmLoadOptions { SharedMemory = large });
        long held = large.HeldBytes;
        program.Dispose();

        Assert.That((error.Kind, error.Limit), Is.EqualTo((SkillLimitKind.TotalMemory, 1_000L)));
        Assert.That(small.HeldBytes, Is.Zero);
        Assert.That(held, Is.GreaterThanOrEqualTo(bytes.Length));
        Assert.That(large.HeldBytes, Is.Zero, "what a program held is given back");
    }

    [Test]
    public async Task Run_OutputAsItIsWritten_IsToldToTheHost()
    {
        using IWasmProgram program = await Engines.LoadAsync(Engine, Engines.Read("command-preview1.wasm"));
        var told = new List<byte>();
        using var host = new FixtureHost();
        WasmRunRequest request = FixtureContext.Request("some text", host) with
        {
            OnOutput = (kind, bytes) =>
            {
                if (kind == GuestOutputKind.Output)
                {
                    told.AddRange(bytes);
                }
            },
        };

        WasmRunResult result = await program.RunAsync(request);

        Assert.That(told, Is.Not.Empty);
        Assert.That(told, Is.EqualTo(result.StandardOutput.ToArray()));
    }

    private sealed class ThrowingHost(Exception exception) : ISkillHost
    {
        public ValueTask<IReadOnlyList<string>> RecallMemoryAsync(
            string query, uint limit, CancellationToken cancellationToken = default) => throw exception;

        public ValueTask<SkillHostResult> HttpGetAsync(string url, CancellationToken cancellationToken = default) =>
            throw exception;

        public ValueTask<SkillHostResult> HttpPostAsync(
            string url, string body, CancellationToken cancellationToken = default) => throw exception;

        public SkillHostResult ReadFile(string path) => throw exception;

        public SkillHostResult WriteFile(string path, string content) => throw exception;

        public ValueTask<SkillHostResult> GetSecretAsync(string name, CancellationToken cancellationToken = default) =>
            throw exception;

        public SkillHostResult ReadEnvironment(string name) => throw exception;

        public void Log(string level, string message) => throw exception;
    }
}
