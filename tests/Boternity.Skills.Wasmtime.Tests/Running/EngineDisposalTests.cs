using Boternity.Skills.Execution;

namespace Boternity.Skills.Wasmtime.Tests.Running;

/// <summary>Guests that run when their engine is disposed of.</summary>
[TestFixture]
internal sealed class EngineDisposalTests : WasmtimeTests
{
    private static readonly SkillLimits Endless = Limits with { MaxFuel = long.MaxValue };

    private const string Nothing = "";
    private const string CallHost = "(drop (call $yield))";

    [TestCase(Nothing)]
    [TestCase(CallHost)]
    public async Task Dispose_WhileAGuestRuns_LeavesItItsTime(string body)
    {
        (Task<WasmRunResult> run, WasmtimeEngine engine) = await StartAsync(
            body, Endless with { Timeout = TimeSpan.FromSeconds(1) }, CancellationToken.None);

        SkillLimitExceededException error = await Assert.ThrowsAsync<SkillLimitExceededException>(
            () => run.WaitAsync(TimeSpan.FromSeconds(30)));

        Assert.That(error.Kind, Is.EqualTo(SkillLimitKind.Time));
        Assert.That(() => engine.IsReleased, Is.True.After(10_000, 10), "its program was disposed of too");
    }

    [TestCase(Nothing)]
    [TestCase(CallHost)]
    public async Task Dispose_WhileAGuestRuns_LeavesItsCallerToCancelIt(string body)
    {
        using var cancellation = new CancellationTokenSource();
        (Task<WasmRunResult> run, _) = await StartAsync(
            body, Endless with { Timeout = TimeSpan.FromMinutes(5) }, cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAsync<SkillExecutionCanceledException>(() => run.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Test]
    public async Task Run_AfterTheEngineWasDisposedOf_IsRefused()
    {
        WasmtimeEngine engine = CreateEngine(new WasmtimeOptions());
        IWasmProgram program = await engine.LoadAsync(Loop(Nothing));
        engine.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => program.RunAsync(Request()).AsTask());
        program.Dispose();
        Assert.That(engine.IsReleased, Is.True);
    }

    // It says that it has begun by writing to the standard output.
    private static WasmBinary Loop(string body) => Assemble(
        $$"""
        (module
          (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
          (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
          (memory (export "memory") 1)
          (data (i32.const 8) "x")
          (func (export "_start")
            (i32.store (i32.const 0) (i32.const 8))
            (i32.store (i32.const 4) (i32.const 1))
            (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))
            (loop $again {{body}} (br $again))))
        """);

    /// <summary>Disposes of an engine, and of a program, as soon as a guest has begun.</summary>
    private static async Task<(Task<WasmRunResult> Run, WasmtimeEngine Engine)> StartAsync(
        string body, SkillLimits limits, CancellationToken cancellationToken)
    {
        WasmtimeEngine engine = CreateEngine(new WasmtimeOptions());
        IWasmProgram program = await engine.LoadAsync(Loop(body), cancellationToken: CancellationToken.None);
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        WasmRunRequest request = Request(limits) with { OnOutput = (_, _) => began.TrySetResult() };
        Task<WasmRunResult> run = Task.Run(
            () => program.RunAsync(request, cancellationToken).AsTask(), CancellationToken.None);
        await began.Task.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
        engine.Dispose();
        program.Dispose();
        return (run, engine);
    }
}
