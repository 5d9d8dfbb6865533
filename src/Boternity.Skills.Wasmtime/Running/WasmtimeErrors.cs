using Boternity.Skills.Execution;
using Boternity.Skills.Wasm;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Programs;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasmtime.Native;

namespace Boternity.Skills.Wasmtime.Running;

/// <summary>What errors of the engine are to a host: the same as in the managed engine.</summary>
internal static class WasmtimeErrors
{
    /// <summary>A binary that cannot be loaded or linked.</summary>
    public static SkillException Loading(WasmException exception) => exception switch
    {
        WasmLoadTimeoutException timeout => new SkillLimitExceededException(
            SkillLimitKind.Time,
            (long)timeout.Limit.TotalMilliseconds,
            $"The program was not loaded within {timeout.Limit.TotalMilliseconds:0} ms.",
            innerException: timeout),
        WasmtimeFailureException failure => new SkillExecutionException(
            SkillErrorCodes.ExecutionEngineFailed, $"Wasmtime failed: {failure.Message}", failure),
        WasmProgramException program => new SkillLinkException(program.Message, innerException: program),
        WasmLinkException { ImportName: { } name } link => new SkillLinkException(
            $"The program imports what this host does not offer: {link.Message}", $"{link.ImportModule}#{name}", link),
        WasmLinkException link =>
            new SkillLinkException($"The program cannot be linked: {link.Message}", innerException: link),
        _ => new SkillLinkException(
            $"The program is not WebAssembly that this engine runs: {exception.Message}", innerException: exception),
    };

    /// <summary>A run that was stopped; null where its caller cancelled it.</summary>
    public static SkillException? Running(WasmException exception, WasmRunRequest request, MemoryBudget budget)
    {
        string skill = request.Context.SkillName;
        if (exception is OutputLimitException output)
        {
            return new SkillLimitExceededException(
                SkillLimitKind.Output,
                output.Limit,
                $"'{skill}' wrote more than {output.Limit} bytes to standard output.",
                innerException: output);
        }

        if (exception is WasmLinkException { MemoryLimit: not null } tooLarge)
        {
            return OutOfMemory(request, budget, "to begin with", [], tooLarge);
        }

        if (exception is not WasmTrapException trap)
        {
            return Loading(exception);
        }

        SkillLimits limits = request.Limits;
        string[] frames = [.. trap.Backtrace.Frames.Select(frame => frame.ToString())];
        return trap.Code switch
        {
            TrapCode.Cancelled => null,
            TrapCode.OutOfFuel =>
                Limit(SkillLimitKind.Fuel, limits.MaxFuel, $"'{skill}' used up its {limits.MaxFuel} units of fuel."),
            TrapCode.DeadlineExceeded => Limit(
                SkillLimitKind.Time,
                (long)limits.Timeout.TotalMilliseconds,
                $"'{skill}' did not end within {limits.Timeout.TotalMilliseconds:0} ms."),
            TrapCode.HostMemoryExhausted =>
                OutOfMemory(request, budget, "with what the host holds for it", frames, trap),
            _ => new SkillTrapException(trap.Message, frames, Describe(skill, trap, frames, LimitMet(budget)), trap)
            {
                LimitMet = LimitMet(budget),
            },
        };

        SkillLimitExceededException Limit(SkillLimitKind kind, long limit, string message) =>
            new(kind, limit, message, frames, trap);
    }

    /// <summary>The limit that refused the guest memory, if one did.</summary>
    public static SkillLimitKind? LimitMet(MemoryBudget budget) => budget.Refusal switch
    {
        MemoryRefusal.Limit => SkillLimitKind.Memory,
        MemoryRefusal.Shared => SkillLimitKind.TotalMemory,
        _ => null,
    };

    /// <summary>An answer that is larger than it may be.</summary>
    public static SkillLimitExceededException OutputTooLarge(string skill, long limit) => new(
        SkillLimitKind.Output, limit, $"The output of '{skill}' is larger than {limit} bytes.");

    private static SkillLimitExceededException OutOfMemory(
        WasmRunRequest request, MemoryBudget budget, string when, string[] frames, WasmException exception)
    {
        string skill = request.Context.SkillName;
        return budget.Refusal == MemoryRefusal.Shared && request.SharedMemory is { } shared
            ? new SkillLimitExceededException(
                SkillLimitKind.TotalMemory,
                shared.MaxBytes,
                $"'{skill}' and all others that run need more than {shared.MaxBytes} bytes.",
                frames,
                exception)
            : new SkillLimitExceededException(
                SkillLimitKind.Memory,
                request.Limits.MaxMemoryBytes,
                $"'{skill}' needs more than {request.Limits.MaxMemoryBytes} bytes, {when}.",
                frames,
                exception);
    }

    private static string Describe(string skill, WasmTrapException trap, string[] frames, SkillLimitKind? met)
    {
        string place = frames.Length == 0 ? "" : $", in {frames[0]}";
        string before = met is null ? "" : ", after it had been refused more memory";
        return $"'{skill}' trapped: {trap.Message}{place}{before}.";
    }
}
