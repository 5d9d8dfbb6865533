using Boternity.Skills.Wasm;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Programs;

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
        WasmProgramException program => new SkillLinkException(program.Message, innerException: program),
        WasmLinkException { ImportName: { } name } link => new SkillLinkException(
            $"The program imports what this host does not offer: {link.Message}", $"{link.ImportModule}#{name}", link),
        WasmLinkException link =>
            new SkillLinkException($"The program cannot be linked: {link.Message}", innerException: link),
        _ => new SkillLinkException(
            $"The program is not WebAssembly that this engine runs: {exception.Message}", innerException: exception),
    };

    /// <summary>A run that was stopped; null where its caller cancelled it.</summary>
    public static SkillException? Running(WasmException exception, WasmRunRequest request)
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

        if (exception is WasmLinkException { MemoryLimit: { } bytes } tooLarge)
        {
            return new SkillLimitExceededException(
                SkillLimitKind.Memory,
                bytes,
                $"'{skill}' needs more than {bytes} bytes to begin with: {tooLarge.Detail}.",
                innerException: tooLarge);
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
            TrapCode.HostMemoryExhausted => Limit(
                SkillLimitKind.Memory,
                limits.MaxMemoryBytes,
                $"'{skill}' needs more than {limits.MaxMemoryBytes} bytes, with what the host holds for it."),
            _ => new SkillTrapException(trap.Message, frames, Describe(skill, trap, frames), trap),
        };

        SkillLimitExceededException Limit(SkillLimitKind kind, long limit, string message) =>
            new(kind, limit, message, frames, trap);
    }

    private static string Describe(string skill, WasmTrapException trap, string[] frames) =>
        frames.Length == 0
            ? $"'{skill}' trapped: {trap.Message}."
            : $"'{skill}' trapped: {trap.Message}, in {frames[0]}.";
}
