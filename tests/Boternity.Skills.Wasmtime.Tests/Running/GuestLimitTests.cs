using Boternity.Skills.Execution;
using Boternity.Skills.Wasmtime.Running;

namespace Boternity.Skills.Wasmtime.Tests.Running;

/// <summary>What a guest takes is charged, and what it may not take is refused.</summary>
[TestFixture]
internal sealed class GuestLimitTests : WasmtimeTests
{
    private const int Page = 65_536;

    [Test]
    public async Task Memories_AllOfAProgram_AreChargedTogether()
    {
        WasmBinary binary = Assemble("""
            (module
              (memory (export "memory") 1) (memory $b 2)
              (func (export "_start")
                (if (i32.eq (memory.grow (i32.const 3)) (i32.const -1)) (then unreachable))
                (if (i32.eq (memory.grow $b (i32.const 4)) (i32.const -1)) (then unreachable))
                (if (i32.ne (memory.grow $b (i32.const 100)) (i32.const -1)) (then unreachable))))
            """);

        WasmRunResult result = await RunAsync(binary, Limits with { MaxMemoryBytes = 11 * Page });

        Assert.That(result.PeakMemoryBytes, Is.EqualTo(10 * Page));
        Assert.That(result.LimitMet, Is.EqualTo(SkillLimitKind.Memory));
    }

    [Test]
    public async Task Memory_UsedByARunBefore_IsZero()
    {
        using IWasmProgram program = await Engine.LoadAsync(Command("""
            (if (i32.load (i32.const 60000)) (then unreachable))
            (if (i32.eq (memory.grow (i32.const 8)) (i32.const -1)) (then unreachable))
            (if (i32.load (i32.const 500000)) (then unreachable))
            (i32.store (i32.const 60000) (i32.const -1))
            (i32.store (i32.const 500000) (i32.const -1))
            """));
        for (int run = 0; run < 4; run++)
        {
            WasmRunResult result = await program.RunAsync(Request());

            Assert.That((result.ExitCode, result.PeakMemoryBytes), Is.EqualTo((0, 9L * Page)));
        }

        Assert.That(Engine.Pool.KeptCount, Is.Positive, "the address space is used again");
    }

    [Test]
    public async Task Memory_GrownByARunBefore_IsOutOfBoundsAgain()
    {
        using IWasmProgram grows = await Engine.LoadAsync(Command(
            "(if (i32.eq (memory.grow (i32.const 8)) (i32.const -1)) (then unreachable))"));
        using IWasmProgram reads = await Engine.LoadAsync(Command("(drop (i32.load (i32.const 500000)))"));
        await grows.RunAsync(Request());

        SkillTrapException error = (await Assert.ThrowsAsync<SkillTrapException>(
            () => reads.RunAsync(Request()).AsTask()))!;

        Assert.That(error.Trap, Is.EqualTo("out of bounds memory access"));
    }

    [Test]
    public async Task Tables_InitialAndGrown_StayWithinTheMemoryLimit()
    {
        const string definitions = "(table $t 10 funcref)";
        WasmBinary grows = Command(
            "(loop (br_if 0 (i32.ne (table.grow $t (ref.null func) (i32.const 1000)) (i32.const -1))))", definitions);

        WasmRunResult result = await RunAsync(grows, Limits with { MaxMemoryBytes = 4 << 20 });
        SkillLimitExceededException error = (await Assert.ThrowsAsync<SkillLimitExceededException>(
            () => RunAsync(Command("", "(table 1000000 funcref)"), Limits with { MaxMemoryBytes = 4 << 20 })))!;

        Assert.That(result.PeakMemoryBytes, Is.InRange(1 << 20, 4 << 20));
        Assert.That(error.Kind, Is.EqualTo(SkillLimitKind.Memory));
    }

    [Test]
    public async Task Tables_ThatMayGrowALittle_AreChargedForThatAlone()
    {
        const string definitions = "(table $t 10 20 funcref) (table $u 5 5 externref)";
        WasmBinary grows = Command(
            """
            (if (i32.ne (table.grow $t (ref.null func) (i32.const 10)) (i32.const 10)) (then (unreachable)))
            (if (i32.ne (table.grow $u (ref.null extern) (i32.const 1)) (i32.const -1)) (then (unreachable)))
            """,
            definitions);

        long grown = (await RunAsync(grows)).PeakMemoryBytes;
        long still = (await RunAsync(Command("", definitions))).PeakMemoryBytes;

        Assert.That(grown, Is.EqualTo(still + (10 * 8)));
    }

    [Test]
    public async Task Time_IsOver_EndsALoop()
    {
        SkillLimits limits = Limits with { MaxFuel = long.MaxValue, Timeout = TimeSpan.FromMilliseconds(100) };

        SkillLimitExceededException error = (await Assert.ThrowsAsync<SkillLimitExceededException>(
            () => RunAsync(Command("(loop (br 0))"), limits)))!;

        Assert.That((error.Kind, error.Limit), Is.EqualTo((SkillLimitKind.Time, 100L)));
    }

    [Test]
    public async Task Instantiations_ThatMultiply_AreRefusedBeforeTheyAreCompiled()
    {
        // 12 instances of what makes 12 instances of what makes 12 instances.
        string instances = string.Concat(Enumerable.Repeat("(instance (instantiate $inner))", 12));
        WasmBinary bomb = Assemble($"""
            (component
              (component $a (core module $m) {string.Concat(Enumerable.Repeat("(core instance (instantiate $m))", 12))})
              (component $b (alias outer 1 $a (component $inner)) {instances})
              (component $c (alias outer 1 $b (component $inner)) {instances})
              (component $d (alias outer 1 $c (component $inner)) {instances})
              (instance (instantiate $d)))
            """);

        SkillLinkException error = (await Assert.ThrowsAsync<SkillLinkException>(
            async () => await Engine.LoadAsync(bomb)))!;

        Assert.That(error.Message, Does.Contain("an instantiation makes more than 1000 component instances"));
    }

    [Test]
    public async Task Program_LargerThanIsCompiled_IsRefused()
    {
        using WasmtimeEngine engine = CreateEngine(new WasmtimeOptions { MaxProgramBytes = 20 });

        SkillLinkException error = (await Assert.ThrowsAsync<SkillLinkException>(
            async () => await engine.LoadAsync(Command("unreachable"))))!;

        Assert.That(error.Message, Does.Contain("MaxProgramBytes"));
    }

    [Test]
    public async Task Stack_OfTheSmallestAndTheLargest_EndsARecursionWithATrap()
    {
        foreach (int bytes in new[] { WasmtimeOptionsValidator.MinStackBytes, WasmtimeOptionsValidator.MaxStackBytes })
        {
            using WasmtimeEngine engine = CreateEngine(new WasmtimeOptions { MaxStackBytes = bytes });
            using IWasmProgram program = await engine.LoadAsync(
                Command("(call $deep)", "(func $deep (call $deep) (call $deep))"));

            SkillTrapException error = (await Assert.ThrowsAsync<SkillTrapException>(
                () => program.RunAsync(Request()).AsTask()))!;

            Assert.That(error.Trap, Is.EqualTo("call stack exhausted"));
        }
    }

    [Test]
    public async Task Dispose_OfAProgramThatRuns_WaitsForItsEnd()
    {
        IWasmProgram program = await Engine.LoadAsync(Command("(loop (br 0))"));
        ValueTask<WasmRunResult> run = program.RunAsync(Request(Limits with { MaxFuel = 100_000_000 }));
        program.Dispose();

        Assert.That(async () => await run, Throws.InstanceOf<SkillLimitExceededException>());
        Assert.That(async () => await program.RunAsync(Request()), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void Resources_OverTheLimit_EndTheGuest()
    {
        var table = new ResourceTable();
        for (int i = 0; i < ResourceTable.MaxHandles; i++)
        {
            table.Add(new object());
        }

        Assert.That(() => table.Add(new object()), Throws.InstanceOf<Wasm.WasmTrapException>());
        table.Take(17);
        Assert.That(table.Add(new object()), Is.EqualTo(17));
        Assert.That(() => table.Get(ResourceTable.MaxHandles), Throws.InstanceOf<Wasm.WasmTrapException>());
    }
}
