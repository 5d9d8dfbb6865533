using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Programs;

/// <summary>
/// What an error means for a program, in the same words whatever engine runs it. The engine makes its host's error of
/// it.
/// </summary>
/// <param name="Kind">What became of the program.</param>
/// <param name="Message">What the host is told.</param>
/// <param name="Limit">The limit that was met: fuel, bytes or milliseconds; 0 where none was.</param>
internal sealed record ProgramFailure(ProgramFailureKind Kind, string Message, long Limit = 0)
{
    /// <summary>The import that is at fault; null where the binary itself is.</summary>
    public string? Import { get; init; }

    /// <summary>Where the program was stopped, innermost first.</summary>
    public IReadOnlyList<string> Frames { get; init; } = [];

    /// <summary>Which limit had refused memory to a program that trapped.</summary>
    public MemoryRefusal Refusal { get; init; }

    /// <summary>A binary that cannot be loaded or linked.</summary>
    public static ProgramFailure OfLoading(WasmException exception) => exception switch
    {
        WasmLoadTimeoutException { Limit.TotalMilliseconds: double limit } => new(
            ProgramFailureKind.Time, $"The program was not loaded within {limit:0} ms.", (long)limit),
        WasmProgramException => new(ProgramFailureKind.Link, exception.Message),
        WasmLinkException { ImportName: { } name } link => new(
            ProgramFailureKind.Link, $"The program imports what this host does not offer: {link.Message}")
        {
            Import = $"{link.ImportModule}#{name}",
        },
        WasmLinkException => new(ProgramFailureKind.Link, $"The program cannot be linked: {exception.Message}"),
        _ => new(ProgramFailureKind.Link, $"The program is not WebAssembly that this engine runs: {exception.Message}"),
    };

    /// <summary>A run that was stopped; null where its caller cancelled it.</summary>
    /// <param name="exception">What stopped it.</param>
    /// <param name="skill">The name of the skill that ran.</param>
    /// <param name="limits">What the run might use.</param>
    /// <param name="refusal">Which limit refused it memory.</param>
    public static ProgramFailure? OfRun(
        WasmException exception, string skill, StoreOptions limits, MemoryRefusal refusal)
    {
        if (exception is not WasmTrapException trap)
        {
            return exception switch
            {
                OutputLimitException { Limit: long limit } => new(
                    ProgramFailureKind.Output, $"'{skill}' wrote more than {limit} bytes to standard output.", limit),
                WasmLinkException { MemoryLimit: not null } => OutOfMemory("to begin with"),
                _ => OfLoading(exception),
            };
        }

        string[] frames = [.. trap.Backtrace.Frames.Select(frame => frame.ToString())];
        ProgramFailure? failure = trap.Code switch
        {
            TrapCode.Cancelled => null,
            TrapCode.OutOfFuel => new(
                ProgramFailureKind.Fuel, $"'{skill}' used up its {limits.Fuel} units of fuel.", limits.Fuel),
            TrapCode.DeadlineExceeded when limits.Timeout is { TotalMilliseconds: double timeout } => new(
                ProgramFailureKind.Time, $"'{skill}' did not end within {timeout:0} ms.", (long)timeout),
            TrapCode.HostMemoryExhausted => OutOfMemory("with what the host holds for it"),
            _ => Trapped(),
        };
        return failure is null ? null : failure with { Frames = frames };

        ProgramFailure OutOfMemory(string when) =>
            refusal == MemoryRefusal.Shared && limits.SharedMemory is { MaxBytes: long shared }
                ? new(
                    ProgramFailureKind.SharedMemory,
                    $"'{skill}' and all others that run need more than {shared} bytes.",
                    shared)
                : new(
                    ProgramFailureKind.Memory,
                    $"'{skill}' needs more than {limits.MaxMemoryBytes} bytes, {when}.",
                    limits.MaxMemoryBytes);

        ProgramFailure Trapped()
        {
            string place = frames.Length == 0 ? "" : $", in {frames[0]}";
            string before = refusal == MemoryRefusal.None ? "" : ", after it had been refused more memory";
            return new(ProgramFailureKind.Trap, $"'{skill}' trapped: {trap.Message}{place}{before}.")
            {
                Refusal = refusal,
            };
        }
    }
}
