using Boternity.Skills.Wasm;
using Boternity.Skills.Wasm.Wasi;

namespace Boternity.Skills.Execution.Sandbox;

/// <summary>What the engine's errors are to a host.</summary>
internal static class SandboxErrors
{
    /// <summary>A binary that cannot be loaded or linked.</summary>
    public static SkillException Loading(WasmException exception) => exception switch
    {
        WasmLinkException { ImportName: { } name } link => new SkillLinkException(
            $"The program imports what this host does not offer: {link.Message}", $"{link.ImportModule}#{name}", link),
        WasmLinkException link => new SkillLinkException($"The program cannot be linked: {link.Message}", innerException: link),
        _ => new SkillLinkException($"The program is not WebAssembly that this engine runs: {exception.Message}", innerException: exception),
    };

    /// <summary>A run that was stopped.</summary>
    public static Exception Running(WasmException exception, WasmRunRequest request, CancellationToken cancellationToken)
    {
        string skill = request.Skill.Name;
        if (exception is WasiOutputLimitException output)
        {
            return new SkillLimitExceededException(
                SkillLimitKind.Output, output.Limit, $"'{skill}' wrote more than {output.Limit} bytes to standard output.", innerException: output);
        }

        if (exception is WasmLinkException { MemoryLimit: { } bytes } tooLarge)
        {
            return new SkillLimitExceededException(
                SkillLimitKind.Memory, bytes, $"'{skill}' needs more than {bytes} bytes to begin with: {tooLarge.Detail}.", innerException: tooLarge);
        }

        if (exception is not WasmTrapException trap)
        {
            return Loading(exception);
        }

        string[] frames = [.. trap.Backtrace.Frames.Select(frame => frame.ToString())];
        return trap.Code switch
        {
            TrapCode.Cancelled => new OperationCanceledException(trap.Message, trap, cancellationToken),
            TrapCode.OutOfFuel => Limit(SkillLimitKind.Fuel, request.Limits.MaxFuel, $"'{skill}' used up its {request.Limits.MaxFuel} units of fuel."),
            TrapCode.DeadlineExceeded => Limit(
                SkillLimitKind.Time,
                (long)request.Limits.Timeout.TotalMilliseconds,
                $"'{skill}' did not end within {request.Limits.Timeout.TotalMilliseconds:0} ms."),
            _ => new SkillTrapException(trap.Message, frames, Describe(skill, trap, frames), trap),
        };

        SkillLimitExceededException Limit(SkillLimitKind kind, long limit, string message) => new(kind, limit, message, frames, trap);
    }

    private static string Describe(string skill, WasmTrapException trap, string[] frames) =>
        frames.Length == 0 ? $"'{skill}' trapped: {trap.Message}." : $"'{skill}' trapped: {trap.Message}, in {frames[0]}.";
}
