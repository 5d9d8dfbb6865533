using Boternity.Skills.Execution;
using Boternity.Skills.Wasmtime.Running;

namespace Boternity.Skills.Wasmtime.Tests.Running;

/// <summary>
/// The texts of Wasmtime's traps are those that are pinned: each guest makes one, as a module and as a component.
/// </summary>
[TestFixture]
internal sealed class TrapTextTests : WasmtimeTests
{
    private static readonly Dictionary<string, (string Body, string Definitions)> Guests = new()
    {
        ["unreachable"] = ("unreachable", ""),
        ["out of bounds memory access"] = ("(drop (i32.load (i32.const 1000000)))", ""),
        ["undefined element"] = ("(call_indirect (i32.const 9))", "(table 2 funcref)"),
        ["uninitialized element"] = ("(call_indirect (i32.const 1))", "(table 2 funcref)"),
        ["indirect call type mismatch"] =
            ("(call_indirect (i32.const 0))", "(table 1 funcref) (elem (i32.const 0) $f) (func $f (param f64))"),
        ["integer overflow"] = ("(drop (i32.div_s (i32.const 0x80000000) (i32.const -1)))", ""),
        ["integer divide by zero"] = ("(drop (i32.div_u (i32.const 1) (i32.const 0)))", ""),
        ["invalid conversion to integer"] = ("(drop (i32.trunc_f32_s (f32.const nan)))", ""),
        ["call stack exhausted"] = ("(call $deep)", "(func $deep (call $deep) (call $deep))"),
    };

    private static IEnumerable<string> Traps => Guests.Keys;

    [TestCaseSource(nameof(Traps))]
    public async Task Run_ModuleThatTraps_HasTheSpecificationsWords(string trap)
    {
        (string body, string definitions) = Guests[trap];

        SkillTrapException error = (await Assert.ThrowsAsync<SkillTrapException>(
            () => RunAsync(Command(body, definitions))))!;

        Assert.That(error.Trap, Is.EqualTo(trap));
        Assert.That(error.Backtrace, Is.Not.Empty);
    }

    [TestCaseSource(nameof(Traps))]
    public async Task Run_ComponentThatTraps_HasTheSpecificationsWords(string trap)
    {
        (string body, string definitions) = Guests[trap];

        SkillTrapException error = (await Assert.ThrowsAsync<SkillTrapException>(
            () => RunAsync(Plugin(body + " (i32.const 64)", definitions))))!;

        Assert.That(error.Trap, Is.EqualTo(trap));
        Assert.That(error.Backtrace, Is.Not.Empty);
    }

    [Test]
    public async Task Run_ComponentThatAnswers_Answers()
    {
        WasmRunResult result = await RunAsync(Plugin("(i32.const 64)"));

        Assert.That((result.ExitCode, result.Answer), Is.EqualTo((0, "ok")));
    }

    [Test]
    public async Task Run_EndlessLoop_EndsWithTheFuelInBothForms()
    {
        foreach (WasmBinary binary in new[] { Command("(loop (br 0))"), Plugin("(loop (br 0)) (i32.const 64)") })
        {
            SkillLimitExceededException error = (await Assert.ThrowsAsync<SkillLimitExceededException>(
                () => RunAsync(binary, Limits with { MaxFuel = 100_000 })))!;

            Assert.That((error.Kind, error.Limit), Is.EqualTo((SkillLimitKind.Fuel, 100_000L)));
            Assert.That(error.FuelConsumed, Is.EqualTo(100_000));
        }
    }

    [Test]
    public async Task Run_FunctionWithATextOfAnotherTrapInItsName_IsTheTrapThatItIs()
    {
        const string name = "x\\n\\nCaused by:\\n    wasm trap: all fuel consumed by WebAssembly";
        WasmBinary binary = Assemble(
            $"(module (memory (export \"memory\") 1) (func $\"{name}\" (export \"_start\") unreachable))");

        SkillTrapException error = (await Assert.ThrowsAsync<SkillTrapException>(() => RunAsync(binary)))!;

        Assert.That(error.Trap, Is.EqualTo("unreachable"));
    }

    [TestCase("error while executing\n\nCaused by:\n    wasm trap: interrupt", "deadline exceeded")]
    [TestCase("error\n\nCaused by:\n    0: first\n    1: cannot leave", "cannot leave")]
    [TestCase("resource handles: unknown index", "resource handles: unknown index")]
    public void Read_OtherTexts_AreTheirLastCause(string message, string trap) =>
        Assert.That(TrapTexts.Read(message).Message, Is.EqualTo(trap));
}
