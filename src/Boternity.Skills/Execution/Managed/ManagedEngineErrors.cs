using Boternity.Skills.Wasm;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Programs;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Execution.Managed;

/// <summary>What the managed engine's errors are to a host.</summary>
internal static class ManagedEngineErrors
{
    /// <summary>A binary that cannot be loaded or linked.</summary>
    public static SkillException Loading(WasmException exception) => exception switch
    {
        WasmLoadTimeoutException timeout => new SkillLimitExceededException(
            SkillLimitKind.Time,
            (long)timeout.Limit.TotalMilliseconds,
            $"The program was not loaded within {timeout.Limit.TotalMilliseconds:0} ms.",
            innerException: timeout),
        WasmLinkException { MemoryLimit: { } limit } tooLarge => new SkillLimitExceededException(
            SkillLimitKind.TotalMemory,
            limit,
            $"The program and all others that run need more than {limit} bytes.",
            innerException: tooLarge),
        WasmProgramException program => new SkillLinkException(program.Message, innerException: program),
        WasmLinkException { ImportName: { } name } link => new SkillLinkException(
            $"The program imports what this host does not offer: {link.Message}", $"{link.ImportModule}#{name}", link),
        WasmLinkException link =>
            new SkillLinkException($"The program cannot be linked: {link.Message}", innerException: link),
        _ => new SkillLinkException(
            $"The program is not WebAssembly that this engine runs: {exception.Message}", innerException: exception),
    };

    /// <summary>A run that was stopped; null where its caller cancelled it.</summary>
    public static SkillException? Running(WasmException exception, WasmRunRequest request, Store store)
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
            return OutOfMemory(request, store, "to begin with", [], tooLarge);
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
                OutOfMemory(request, store, "with what the host holds for it", frames, trap),
            _ => new SkillTrapException(trap.Message, frames, Describe(skill, trap, frames, LimitMet(store)), trap)
            {
                LimitMet = LimitMet(store),
            },
        };

        SkillLimitExceededException Limit(SkillLimitKind kind, long limit, string message) =>
            new(kind, limit, message, frames, trap);
    }

    /// <summary>The limit that refused the guest memory, if one did.</summary>
    public static SkillLimitKind? LimitMet(Store store) => store.MemoryRefusal switch
    {
        MemoryRefusal.Limit => SkillLimitKind.Memory,
        MemoryRefusal.Shared => SkillLimitKind.TotalMemory,
        _ => null,
    };

    private static SkillLimitExceededException OutOfMemory(
        WasmRunRequest request, Store store, string when, string[] frames, WasmException exception)
    {
        string skill = request.Context.SkillName;
        return store.MemoryRefusal == MemoryRefusal.Shared && request.SharedMemory is { } shared
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
