using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Programs;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Tests.Programs;

internal sealed class ProgramFailureTests
{
    private static readonly StoreOptions Limits = new()
    {
        Fuel = 1_000,
        MaxMemoryBytes = 65_536,
        Timeout = TimeSpan.FromMilliseconds(1_500),
        SharedMemory = new GuestMemoryBudget(2_000_000),
    };

    private static IEnumerable<TestCaseData> LoadingErrors()
    {
        yield return Case(
            new WasmLoadTimeoutException(TimeSpan.FromMilliseconds(250)),
            new(ProgramFailureKind.Time, "The program was not loaded within 250 ms.", 250));
        yield return Case(
            new WasmProgramException("It exports nothing."), new(ProgramFailureKind.Link, "It exports nothing."));
        yield return Case(
            new WasmLinkException("unknown import", "env", "tick"),
            new(
                ProgramFailureKind.Link,
                "The program imports what this host does not offer: unknown import: import 'env' 'tick'")
            {
                Import = "env#tick",
            });
        yield return Case(
            new WasmLinkException("too many instances"),
            new(ProgramFailureKind.Link, "The program cannot be linked: too many instances"));
        yield return Case(
            new WasmFormatException("magic header not detected", 0),
            new(
                ProgramFailureKind.Link,
                "The program is not WebAssembly that this engine runs: magic header not detected (at offset 0x0)"));
    }

    private static IEnumerable<TestCaseData> RunningErrors()
    {
        yield return Case(
            new OutputLimitException(10),
            MemoryRefusal.None,
            new(ProgramFailureKind.Output, "'demo' wrote more than 10 bytes to standard output.", 10));
        yield return Case(
            new WasmLinkException("memory too large") { MemoryLimit = 65_536 },
            MemoryRefusal.Limit,
            new(ProgramFailureKind.Memory, "'demo' needs more than 65536 bytes, to begin with.", 65_536));
        yield return Case(
            new WasmLinkException("memory too large") { MemoryLimit = 65_536 },
            MemoryRefusal.Shared,
            new(
                ProgramFailureKind.SharedMemory,
                "'demo' and all others that run need more than 2000000 bytes.",
                2_000_000));
        yield return Case(
            new WasmTrapException(TrapCode.HostMemoryExhausted),
            MemoryRefusal.Limit,
            new(
                ProgramFailureKind.Memory,
                "'demo' needs more than 65536 bytes, with what the host holds for it.",
                65_536));
        yield return Case(
            new WasmTrapException(TrapCode.OutOfFuel),
            MemoryRefusal.None,
            new(ProgramFailureKind.Fuel, "'demo' used up its 1000 units of fuel.", 1_000));
        yield return Case(
            new WasmTrapException(TrapCode.DeadlineExceeded),
            MemoryRefusal.None,
            new(ProgramFailureKind.Time, "'demo' did not end within 1500 ms.", 1_500));
        yield return Case(
            new WasmTrapException(TrapCode.Unreachable),
            MemoryRefusal.None,
            new(ProgramFailureKind.Trap, "'demo' trapped: unreachable."));
        yield return Case(
            new WasmTrapException(TrapCode.Unreachable),
            MemoryRefusal.Shared,
            new(ProgramFailureKind.Trap, "'demo' trapped: unreachable, after it had been refused more memory.")
            {
                Refusal = MemoryRefusal.Shared,
            });
        yield return Case(
            new WasmLinkException("unknown import", "env", "tick"),
            MemoryRefusal.None,
            ProgramFailure.OfLoading(new WasmLinkException("unknown import", "env", "tick")));
    }

    [TestCaseSource(nameof(LoadingErrors))]
    public void OfLoading_Error_SaysWhatItMeansForTheProgram(object exception, object expected) =>
        AssertSame(ProgramFailure.OfLoading((WasmException)exception), (ProgramFailure)expected);

    [TestCaseSource(nameof(RunningErrors))]
    public void OfRun_Error_SaysWhatItMeansForTheProgram(object exception, object refusal, object expected) =>
        AssertSame(
            ProgramFailure.OfRun((WasmException)exception, "demo", Limits, (MemoryRefusal)refusal),
            (ProgramFailure)expected);

    [Test]
    public void OfRun_Cancelled_IsNoFailure() =>
        Assert.That(
            ProgramFailure.OfRun(new WasmTrapException(TrapCode.Cancelled), "demo", Limits, MemoryRefusal.None),
            Is.Null);

    [Test]
    public void OfRun_TrapWithFrames_NamesTheInnermost()
    {
        var trap = new WasmTrapException(TrapCode.Unreachable);
        trap.Append([new WasmFrame(3, "inner", 0x1f), new WasmFrame(4, null, 0x20)]);

        ProgramFailure failure = ProgramFailure.OfRun(trap, "demo", Limits, MemoryRefusal.None)!;

        Assert.That(failure.Message, Is.EqualTo("'demo' trapped: unreachable, in inner @ 0x1f."));
        Assert.That(failure.Frames, Is.EqualTo(["inner @ 0x1f", "<wasm function 4> @ 0x20"]));
    }

    [Test]
    public void OfRun_LimitMetWithFrames_KeepsThem()
    {
        var trap = new WasmTrapException(TrapCode.OutOfFuel);
        trap.Append([new WasmFrame(3, "inner", 0x1f)]);

        ProgramFailure failure = ProgramFailure.OfRun(trap, "demo", Limits, MemoryRefusal.None)!;

        Assert.That(failure.Frames, Is.EqualTo(["inner @ 0x1f"]));
    }

    private static TestCaseData Case(WasmException exception, ProgramFailure expected) =>
        new TestCaseData(exception, expected).SetArgDisplayNames(exception.GetType().Name, expected.Message);

    private static TestCaseData Case(WasmException exception, MemoryRefusal refusal, ProgramFailure expected) =>
        new TestCaseData(exception, refusal, expected)
            .SetArgDisplayNames(exception.GetType().Name, $"{refusal}", expected.Message);

    private static void AssertSame(ProgramFailure? failure, ProgramFailure expected)
    {
        Assert.That(failure?.Frames, Is.Empty);
        Assert.That(failure! with { Frames = expected.Frames }, Is.EqualTo(expected));
    }
}
