using Boternity.Skills.Execution;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Wasmtime.Tests;

/// <summary>Runs of a script runtime begin with what its initialisation left.</summary>
[TestFixture]
internal sealed class WasmtimeSnapshotProgramTests : WasmtimeTests
{
    private const int Page = 65_536;

    // What a run answers: the global, what two places of the memory hold, and its pages.
    private const int Answer = 40 + 7 + 5 + 3;

    [Test]
    public async Task Run_AfterOthers_BeginsWithTheStateAfterTheInitialisation()
    {
        using IWasmProgram program = await Engine.LoadAsync(Runtime());
        List<WasmRunResult> results = [];
        for (int i = 0; i < 3; i++)
        {
            results.Add(await program.RunAsync(Prepared("a")));
        }

        Assert.That(program, Is.InstanceOf<WasmtimeSnapshotProgram>());
        Assert.That(results.Select(result => result.ExitCode), Is.All.EqualTo(Answer));
        Assert.That(results.Select(result => result.PeakMemoryBytes), Is.All.EqualTo(6L * Page));
        Assert.That(results.Select(result => result.FuelConsumed), Is.All.LessThan(1_000));
    }

    [Test]
    public async Task Run_WithoutAnInitialisation_InitialisesItself()
    {
        using IWasmProgram program = await Engine.LoadAsync(Runtime(spins: 1_000));

        WasmRunResult result = await program.RunAsync(Request());

        Assert.That(result.ExitCode, Is.EqualTo(Answer));
        Assert.That(result.FuelConsumed, Is.GreaterThan(1_000));
    }

    [Test]
    public async Task Run_ManyAtOnce_AreApart()
    {
        using IWasmProgram program = await Engine.LoadAsync(Runtime());

        WasmRunResult[] results = await Task.WhenAll(Enumerable.Range(0, 50).Select(
            i => program.RunAsync(Prepared($"{i % 10}")).AsTask()));

        Assert.That(results.Select(result => result.ExitCode), Is.All.EqualTo(Answer));
        Assert.That(program.HeldBytes, Is.GreaterThan(Page / 8));
    }

    [Test]
    public async Task Run_LimitBelowTheState_IsTheMemoryLimit()
    {
        using IWasmProgram program = await Engine.LoadAsync(Runtime());
        WasmRunRequest request = Prepared("a") with { Limits = Limits with { MaxMemoryBytes = 2 * Page } };

        SkillLimitExceededException error = (await Assert.ThrowsAsync<SkillLimitExceededException>(
            () => program.RunAsync(request).AsTask()))!;

        Assert.That(error.Kind, Is.EqualTo(SkillLimitKind.Memory));
        Assert.That((await program.RunAsync(Prepared("a"))).ExitCode, Is.EqualTo(Answer));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Run_StateOfAnEarlierProcess_IsUsedUnlessItIsDamaged(bool isDamaged)
    {
        var states = new States();
        using (IWasmProgram first = await Engine.LoadAsync(Runtime(spins: 15_000_000)))
        {
            await first.RunAsync(Prepared("a", states));
        }

        byte[] saved = states.Bytes!;
        states.Bytes = isDamaged ? saved[..^1] : saved;
        states.Saves = 0;
        using IWasmProgram second = await Engine.LoadAsync(Runtime(spins: 15_000_000));
        WasmRunResult result = await second.RunAsync(Prepared("a", states));

        Assert.That(result.ExitCode, Is.EqualTo(Answer));
        Assert.That(states.Saves, Is.EqualTo(isDamaged ? 1 : 0));
    }

    [Test]
    public async Task Run_InitialisationThatFails_SaysSoAndIsDoneAgain()
    {
        using IWasmProgram program = await Engine.LoadAsync(Assemble("""
            (module
              (memory (export "memory") 1)
              (func (export "init") (result i32) (i32.const 4))
              (func (export "run") (result i32) (i32.const 0)))
            """));
        for (int i = 0; i < 2; i++)
        {
            SkillExecutionException error = (await Assert.ThrowsAsync<SkillExecutionException>(
                () => program.RunAsync(Prepared("a")).AsTask()))!;

            Assert.That(error.Message, Does.Contain("exit code 4"));
        }
    }

    [TestCase("(table 2 funcref) (func $f (table.set (i32.const 0) (ref.null func)))")]
    [TestCase("(table 2 funcref) (func $f (table.copy (i32.const 0) (i32.const 0) (i32.const 1)))")]
    [TestCase("(data \"passive\")")]
    [TestCase("(memory 1)")]
    [TestCase("(global (mut v128) (v128.const i64x2 0 0))")]
    [TestCase("(func $start) (start $start)")]
    [TestCase("(data (i32.const 65530) \"\")")]
    [TestCase("(global (export \"boternity:state/0\") i32 (i32.const 0))")]
    public async Task Run_ModuleThatCannotBeCaptured_IsInitialisedForEachRun(string definitions)
    {
        bool isCaptured = definitions.Contains("65530", StringComparison.Ordinal);
        using IWasmProgram program = await Engine.LoadAsync(Runtime(definitions));
        for (int i = 0; i < 2; i++)
        {
            await program.PrepareAsync(Prepared("a"));
            WasmRunResult result = await program.RunAsync(Prepared("a"));

            Assert.That(result.ExitCode, Is.EqualTo(Answer));
            Assert.That(result.FuelConsumed, Is.LessThan(1_000), "its fuel is not what the initialisation used");
        }

        Assert.That(program is WasmtimeSnapshotProgram, Is.EqualTo(isCaptured));
    }

    private static WasmRunRequest Prepared(string key, States? states = null) => Request() with
    {
        Initialization = new WasmInitialization { Key = key, System = new GuestSystem(), States = states },
    };

    private static WasmBinary Runtime(string definitions = "", int spins = 2_000) => Assemble($$"""
        (module
          (memory (export "memory") 1 20)
          (global $state (mut i32) (i32.const 1))
          (global $wide (mut f64) (f64.const 0.5))
          (data (i32.const 100) "\07")
          {{definitions}}
          (func (export "init") (result i32)
            (local $i i32)
            (loop $spin
              (br_if $spin (i32.lt_u
                (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const {{spins}}))))
            (global.set $state (i32.const 40))
            (global.set $wide (f64.const 1.5))
            (i32.store (i32.const 200) (i32.load8_u (i32.const 100)))
            (drop (memory.grow (i32.const 2)))
            (i32.store (i32.const 180000) (i32.const 5))
            (i32.const 0))
          (func (export "run") (result i32)
            (local $code i32)
            (if (f64.ne (global.get $wide) (f64.const 1.5)) (then unreachable))
            (local.set $code (i32.add
              (i32.add (global.get $state) (i32.load (i32.const 200)))
              (i32.add (i32.load (i32.const 180000)) (memory.size))))
            (global.set $state (i32.const 0))
            (i32.store (i32.const 200) (i32.const 0))
            (i32.store (i32.const 180000) (i32.const 0))
            (if (i32.eq (memory.grow (i32.const 3)) (i32.const -1)) (then unreachable))
            (if (i32.load (i32.const 380000)) (then unreachable))
            (i32.store (i32.const 380000) (i32.const -1))
            (local.get $code)))
        """);

    private sealed class States : IWasmStateStore
    {
        public byte[]? Bytes { get; set; }

        public int Saves { get; set; }

        public ReadOnlyMemory<byte>? Find() => Bytes is { } bytes ? bytes : (ReadOnlyMemory<byte>?)null;

        public void Save(Action<Stream> write)
        {
            using var stream = new MemoryStream();
            write(stream);
            Bytes = stream.ToArray();
            Saves++;
        }
    }
}
